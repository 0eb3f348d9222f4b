/**
 * The JSON Schema of `inventory.json` for the services, machines and tags at hand, so that editors complete and check
 * it.
 */
import { jsonSchema, type JsonSchema } from "@troupe/modules";
import { factsOptions } from "../annotations/facts.ts";
import { fqdnOf } from "../clusters/known-names.ts";
import { filterSchema } from "../filters/schema.ts";
import type { InventoryModel } from "../model/evaluation.ts";
import { byName, machineName } from "../names.ts";
import { definitionSchema, schemaDefinitions, type SchemaDefinitions } from "./definition-schema.ts";
import { extensionsSchema } from "./extensions-schema.ts";
import { descriptionAt, generatedAt } from "./option-schema.ts";
import { instancesSchema, type Names } from "./instances-schema.ts";

/** The version of JSON Schema that all schemas here are written in. */
export const dialect = "https://json-schema.org/draft/2020-12/schema";

/** The input of {@link inventorySchema} besides the inventory. */
export interface InventorySchemaOptions {
  /** The classes that machines may have. */
  readonly classes: readonly string[];
}

/**
 * The JSON Schema (2020-12) of `inventory.json`.
 *
 * Roles and tags may name the machines that are known now. Machines, tags of machines, and instances may be added;
 * afterwards the schema is made anew.
 *
 * @example
 * const classes = [{ name: "toy", result: "toyModule" as const, modules: [] }];
 * const { inventory } = evaluateInventory(defineInventory({ machines: { alice: {} } }), { classes });
 * inventorySchema(inventory, { classes: ["toy"] }).title; // => "inventory.json of troupe"
 */
export function inventorySchema(inventory: InventoryModel, { classes }: InventorySchemaOptions): JsonSchema {
  const { meta, tags } = inventory;
  const definitions = schemaDefinitions();
  const names = namesSchemas(inventory, classes, definitions);
  const machineDefinition = machineSchema(inventory, classes, [...tags.keys()], definitions);
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
      additionalProperties: machineDefinition,
    },
    clusters: clustersSchema(inventory, classes, machineDefinition, definitions),
    tags: { ...descriptionAt("tags"), type: "object", additionalProperties: { type: "array", items: names.machine } },
    instances: { ...descriptionAt("instances"), ...instancesSchema(inventory, names, definitions) },
    exports: { ...descriptionAt("exports"), type: "object", propertyNames: { pattern: "^[^:]*(:[^:]*){3}$" } },
  };
  const title = `inventory.json of ${meta.name}`;
  return { $schema: dialect, title, type: "object", properties, additionalProperties: false, $defs: definitions.all() };
}

/** The names that machines have there: ids, short names that only one has, and those under the domain. */
function machineNamesIn({ names, machines, meta }: InventoryModel, cluster: string | undefined): readonly string[] {
  const all = [...machines.values()].flatMap((machine) => [
    machine.name,
    machine.shortName,
    fqdnOf(machine, meta.domain),
  ]);
  return [...new Set(all)].filter((name) => names.find(name, cluster).length === 1).toSorted(byName);
}

function namesSchemas(
  inventory: InventoryModel,
  classes: readonly string[],
  definitions: SchemaDefinitions,
  cluster?: string,
): Names {
  const { machines, clusters, tags } = inventory;
  const suffix = cluster === undefined ? "" : ` in ${cluster}`;
  const named = (kind: string, known: readonly string[]) =>
    known.length === 0 ? { type: "string" } : definitions.define(`${kind} name${suffix}`, { enum: known });
  const machine = machines.size === 0 ? { type: "string" } : named("machine", machineNamesIn(inventory, cluster));
  const tag = definitions.define("tag name", { enum: [...tags.keys()] });
  const filter = definitions.define(`filter${suffix}`, (self) =>
    filterSchema({
      filter: self,
      machine,
      tag,
      cluster: named("cluster", [...clusters.keys()]),
      machineClass: { enum: classes },
    }),
  );
  return { machine, tag, filter };
}

function clustersSchema(
  inventory: InventoryModel,
  classes: readonly string[],
  machine: JsonSchema,
  definitions: SchemaDefinitions,
): JsonSchema {
  const generated = generatedAt("clusters", "*");
  const { services: _, ...own } = generated["properties"] as { readonly [name: string]: JsonSchema };
  const cluster = (name: string | undefined): JsonSchema => ({
    type: "object",
    properties: {
      ...own,
      facts: factsSchema(definitions),
      extensions: extensionsSchema(inventory, "cluster", definitions),
      machines: {
        ...descriptionAt("clusters", "*", "machines"),
        type: "object",
        propertyNames: { pattern: machineName.pattern.source },
        additionalProperties: machine,
      },
      instances: {
        ...descriptionAt("clusters", "*", "instances"),
        ...instancesSchema(inventory, namesSchemas(inventory, classes, definitions, name), definitions, name),
      },
    },
    additionalProperties: false,
  });
  return {
    ...descriptionAt("clusters"),
    type: "object",
    propertyNames: { pattern: machineName.pattern.source },
    properties: Object.fromEntries([...inventory.clusters.keys()].map((name) => [name, cluster(name)])),
    additionalProperties: cluster(undefined),
  };
}

const factsSchema = (definitions: SchemaDefinitions): JsonSchema =>
  definitionSchema(
    (jsonSchema(factsOptions)["properties"] as { readonly facts: JsonSchema }).facts,
    "facts",
    definitions,
  );

function machineSchema(
  inventory: InventoryModel,
  classes: readonly string[],
  tags: readonly string[],
  definitions: SchemaDefinitions,
): JsonSchema {
  const generated = generatedAt("machines", "*");
  // Tags come to be by being carried: those that are known are only proposed.
  const proposed = tags.filter((tag) => tag !== "all" && !classes.includes(tag));
  const tag = proposed.length === 0 ? { type: "string" } : { anyOf: [{ enum: proposed }, { type: "string" }] };
  const properties = {
    ...(generated["properties"] as object),
    class: { ...descriptionAt("machines", "*", "class"), enum: [...classes, null] },
    tags: { ...descriptionAt("machines", "*", "tags"), type: "array", items: tag },
    facts: factsSchema(definitions),
    extensions: extensionsSchema(inventory, "machine", definitions),
  };
  return definitionSchema({ ...generated, properties }, "machine", definitions);
}
