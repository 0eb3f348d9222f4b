/** The schema of the inventory's own options, by path. */
import { jsonSchema, type JsonSchema } from "@troupe/modules";
import { inventoryOptions } from "../inventory/options.ts";

/** The schema of a part of the inventory; "*" stands for any name. */
export function generatedAt(...path: readonly string[]): JsonSchema {
  let schema = jsonSchema(inventoryOptions);
  for (const part of path) {
    // Of what may be written as a list or as an object, the object comes first.
    const object = ((schema["anyOf"] as readonly JsonSchema[] | undefined)?.[0] ?? schema) as JsonSchema;
    schema = (
      part === "*"
        ? object["additionalProperties"]
        : (object["properties"] as { readonly [name: string]: unknown })[part]
    ) as JsonSchema;
  }
  return schema;
}

/** Its description alone, as part of another schema. */
export function descriptionAt(...path: readonly string[]): { readonly description?: string } {
  const { description } = generatedAt(...path);
  return typeof description === "string" ? { description } : {};
}
