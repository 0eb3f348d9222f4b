/** The schema of what is written for extensions. */
import { jsonSchema, type JsonSchema } from "@troupe/modules";
import type { InventoryModel } from "../model/evaluation.ts";
import { definitionSchema, type SchemaDefinitions } from "./definition-schema.ts";
import { descriptionAt } from "./option-schema.ts";

/** The options that the inventory's extensions add at one level, below their names. */
export function extensionsSchema(
  { extensions }: InventoryModel,
  level: "machine" | "cluster" | "service",
  definitions: SchemaDefinitions,
): JsonSchema {
  const properties = extensions.map(({ name, "~extension": { [level]: options = {} } }) => [
    name,
    definitionSchema(jsonSchema(options), `${level} ${name}`, definitions),
  ]);
  return {
    ...descriptionAt("machines", "*", "extensions"),
    type: "object",
    properties: Object.fromEntries(properties) as object,
    additionalProperties: false,
  };
}
