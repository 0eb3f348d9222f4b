/** The JSON Schema of filters. */
import type { JsonSchema } from "@troupe/modules";
import { filterKinds } from "./kinds.ts";
import type { FilterSchemas } from "../model/filters.ts";

/** The schema of a filter, given that of filters within it and those of names. */
export function filterSchema(schemas: FilterSchemas): JsonSchema {
  const kinds = Object.entries(filterKinds).flatMap(([key, { schema }]): JsonSchema[] =>
    schema === undefined
      ? []
      : [{ type: "object", properties: { [key]: schema(schemas) }, required: [key], additionalProperties: false }],
  );
  return { anyOf: kinds };
}
