/** From the schema of a complete value to that of one definition of it: nothing is required, and anything may be of another priority. */
import { isPlainObject, type JsonSchema } from "@troupe/modules";

/** Schemas that others refer to. */
export interface SchemaDefinitions {
  /** Keeps a schema under a name, or one like it, and returns a reference to it. */
  readonly define: (name: string, schema: JsonSchema) => JsonSchema;
  /** The same for a schema that refers to itself: `make` is given the reference. */
  readonly defineRecursive: (name: string, make: (self: JsonSchema) => JsonSchema) => JsonSchema;
  readonly all: () => { readonly [name: string]: JsonSchema };
}

/** An empty collection of schemas. */
export function schemaDefinitions(): SchemaDefinitions {
  const named = new Map<string, JsonSchema>();
  const taken = new Map<string, string>();
  return {
    defineRecursive(wanted, make) {
      const name = wanted.replaceAll(/[^\w.]+/g, "-");
      named.set(name, make(reference(name)));
      return reference(name);
    },
    define(wanted, schema) {
      // References are URIs; not every reader decodes what stands in them.
      const name = wanted.replaceAll(/[^\w.]+/g, "-");
      const text = JSON.stringify(schema);
      const known = taken.get(text);
      if (known !== undefined) return reference(known);
      let free = name;
      for (let count = 2; named.has(free); count++) free = `${name}-${count}`;
      named.set(free, schema);
      taken.set(text, free);
      return reference(free);
    },
    all: () => Object.fromEntries(named),
  };
}

/** A reference to a schema in `$defs`. */
const reference = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` });

/**
 * The schema of one definition: a part of the value, or that in `{ "_type": "override", "priority": 50, "content": … }`. `name` is what
 * schemas are called that are referred to twice.
 */
export function definitionSchema(schema: JsonSchema, name: string, definitions: SchemaDefinitions): JsonSchema {
  const { description, default: byDefault, examples, readOnly, ...rest } = schema;
  const notes = Object.fromEntries(
    Object.entries({ description, default: byDefault, examples, readOnly }).filter(([, value]) => value !== undefined),
  );
  // What takes anything takes wrappers as well.
  if (Object.keys(rest).length === 0) return schema;
  const part = partSchema(rest, name, definitions);
  const content = isSmall(part) ? part : definitions.define(name, part);
  const isList = rest["type"] === "array";
  const wrappers = [wrapperSchema("override", content, definitions), ...(isList ? [wrapperSchema("order", content, definitions)] : [])];
  return { ...notes, anyOf: [content, ...wrappers] };
}

/** Applies {@link definitionSchema} to everything in a schema. */
function partSchema(schema: JsonSchema, name: string, definitions: SchemaDefinitions): JsonSchema {
  const below = (value: unknown, part: string): unknown =>
    isPlainObject(value) ? definitionSchema(value as JsonSchema, `${name}.${part}`, definitions) : value;
  const each = (value: unknown): unknown => (value as readonly JsonSchema[]).map((one) => partSchema(one, name, definitions));
  const entries = Object.entries(schema).flatMap(([keyword, value]): [string, unknown][] => {
    switch (keyword) {
      case "required":
        return [];
      case "properties":
        return [[keyword, Object.fromEntries(Object.entries(value as object).map(([key, one]) => [key, below(one, key)]))]];
      case "additionalProperties":
      case "items":
        return [[keyword, below(value, "each")]];
      case "anyOf":
      case "allOf":
        return [[keyword, each(value)]];
      // Parts of two alternatives may be the same.
      case "oneOf":
        return [["anyOf", each(value)]];
      default:
        return [[keyword, value]];
    }
  });
  return Object.fromEntries(entries);
}

const isSmall = (schema: JsonSchema): boolean =>
  !["properties", "additionalProperties", "items", "anyOf", "allOf"].some(
    (keyword) => isPlainObject(schema[keyword]) || Array.isArray(schema[keyword]),
  );

/** Editors look for what may be written in each of the two, so that nothing stands beside the reference. */
function wrapperSchema(type: "override" | "order", content: JsonSchema, { define }: SchemaDefinitions): JsonSchema {
  const wrapper = define(type, {
    type: "object",
    properties: { _type: { const: type }, priority: { type: "integer" }, content: {} },
    required: ["_type", "priority", "content"],
    additionalProperties: false,
  });
  return { allOf: [wrapper, { properties: { content } }] };
}
