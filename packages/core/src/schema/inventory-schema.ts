/** The JSON Schema of `inventory.json` for the services, machines and tags at hand, so that editors complete and check it. */
import type { JsonSchema } from "@troupe/modules";
import type { InventoryModel } from "../inventory/model.ts";
import { machineName } from "../names.ts";
import { definitionSchema, schemaDefinitions, type SchemaDefinitions } from "./definition-schema.ts";
import { descriptionAt, generatedAt } from "./generated.ts";
import { instancesSchema } from "./instances-schema.ts";

/** The version of JSON Schema that all schemas here are written in. */
export const dialect = "https://json-schema.org/draft/2020-12/schema";

/** What {@link inventorySchema} needs to know besides the inventory. */
export interface InventorySchemaOptions {
  /** The classes that machines may have. */
  readonly classes: readonly string[];
}

/**
 * The JSON Schema (2020-12) of `inventory.json`.
 *
 * Roles and tags may name the machines that are known now. Machines, tags of machines, and instances may be added; afterwards the schema
 * is made anew.
 *
 * @example
 * const classes = [{ name: "linux", result: "linuxModule" as const, modules: [] }];
 * const { inventory } = evaluateInventory(defineInventory({ machines: { alice: {} } }), { classes });
 * inventorySchema(inventory, { classes: ["linux"] }).title; // => "inventory.json of troupe"
 */
export function inventorySchema(inventory: InventoryModel, { classes }: InventorySchemaOptions): JsonSchema {
  const { meta, machines, tags } = inventory;
  const definitions = schemaDefinitions();
  const names = {
    machine: machines.size === 0 ? { type: "string" } : definitions.define("machine name", { enum: [...machines.keys()] }),
    tag: definitions.define("tag name", { enum: [...tags.keys()] }),
  };
  const properties = {
    $schema: { type: "string", description: "The schema that editors check this file with." },
    meta: definitionSchema(generatedAt("meta"), "meta", definitions),
    inputs: {
      ...descriptionAt("inputs"),
      type: "object",
      additionalProperties: { type: "string", description: "A package, or a relative module such as ./services.ts." },
    },
    machines: {
      ...descriptionAt("machines"),
      type: "object",
      propertyNames: { pattern: machineName.pattern.source },
      additionalProperties: machineSchema(classes, [...tags.keys()], definitions),
    },
    tags: { ...descriptionAt("tags"), type: "object", additionalProperties: { type: "array", items: names.machine } },
    instances: { ...descriptionAt("instances"), ...instancesSchema(inventory, names, definitions) },
    exports: { ...descriptionAt("exports"), type: "object", propertyNames: { pattern: "^[^:]*(:[^:]*){3}$" } },
  };
  const title = `inventory.json of ${meta.name}`;
  return { $schema: dialect, title, type: "object", properties, additionalProperties: false, $defs: definitions.all() };
}

function machineSchema(classes: readonly string[], tags: readonly string[], definitions: SchemaDefinitions): JsonSchema {
  const generated = generatedAt("machines", "*");
  // Tags come to be by being carried: those that are known are only proposed.
  const proposed = tags.filter((tag) => tag !== "all" && !classes.includes(tag));
  const tag = proposed.length === 0 ? { type: "string" } : { anyOf: [{ enum: proposed }, { type: "string" }] };
  const properties = {
    ...(generated["properties"] as object),
    class: { ...descriptionAt("machines", "*", "class"), enum: [...classes, null] },
    tags: { ...descriptionAt("machines", "*", "tags"), type: "array", items: tag },
  };
  return definitionSchema({ ...generated, properties }, "machine", definitions);
}
