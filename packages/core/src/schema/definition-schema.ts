/**
 * From the schema of a complete value to that of one definition of it: nothing is required, and anything may be of
 * another priority.
 */
import { isPlainObject, type JsonSchema } from "@troupe/modules";

/** Schemas that others refer to. */
export interface SchemaDefinitions {
  /**
   * Keeps a schema under a name, or one like it, and returns a reference to it; one that refers to itself is a function
   * of that.
   */
  readonly define: (name: string, schema: JsonSchema | ((self: JsonSchema) => JsonSchema)) => JsonSchema;
  readonly all: () => { readonly [name: string]: JsonSchema };
}

/** An empty collection of schemas. */
export function schemaDefinitions(): SchemaDefinitions {
  const named = new Map<string, JsonSchema>();
  const taken = new Map<string, string>();
  return {
    define(wanted, schema) {
      const make = typeof schema === "function" ? schema : () => schema;
      // References are URIs; not every reader decodes what stands in them.
      const name = wanted.replaceAll(/[^\w.]+/g, "-");
      const text = JSON.stringify(make({ $ref: "#" }));
      const known = taken.get(text);
      if (known !== undefined) return reference(known);
      let free = name;
      for (let count = 2; named.has(free); count++) free = `${name}-${count}`;
      named.set(free, make(reference(free)));
      taken.set(text, free);
      return reference(free);
    },
    all: () => Object.fromEntries(named),
  };
}

/** A reference to a schema in `$defs`. */
const reference = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` });

/**
 * The schema of one definition: a part of the value, or that in wrappers, as in
 * `{ "_type": "override", "priority": 50, "content": … }`. `name` is what schemas are called that are referred to
 * twice.
 */
export function definitionSchema(schema: JsonSchema, name: string, definitions: SchemaDefinitions): JsonSchema {
  const { description, default: byDefault, examples, readOnly, ...rest } = schema;
  const notes = Object.fromEntries(
    Object.entries({ description, default: byDefault, examples, readOnly }).filter(([, value]) => value !== undefined),
  );
  // A schema without constraints accepts wrappers as well.
  if (Object.keys(rest).length === 0) return schema;
  const part = partSchema(rest, name, definitions);
  const content = isSmall(part) ? part : definitions.define(name, part);
  const shown = content === part && typeof rest["type"] === "string" ? rest["type"] : name;
  const wrapped = definitions.define(`${shown} wrapped`, (self) =>
    wrappedSchema(content, self, isPlainObject(rest["properties"]), definitions),
  );
  return { ...notes, anyOf: [content, wrapped] };
}

/** Applies {@link definitionSchema} to everything in a schema. */
function partSchema(schema: JsonSchema, name: string, definitions: SchemaDefinitions): JsonSchema {
  const below = (value: unknown, part: string): unknown =>
    isPlainObject(value) ? definitionSchema(value as JsonSchema, `${name}.${part}`, definitions) : value;
  const each = (value: unknown): unknown =>
    (value as readonly JsonSchema[]).map((one) => partSchema(one, name, definitions));
  const entries = Object.entries(schema).flatMap(([keyword, value]): [string, unknown][] => {
    switch (keyword) {
      case "required":
        return [];
      case "properties":
        return [
          [keyword, Object.fromEntries(Object.entries(value as object).map(([key, one]) => [key, below(one, key)]))],
        ];
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

/**
 * The wrappers around a value, of which there may be several: conditions and lists of definitions outside, then a
 * priority, then an order. Around options an order says nothing.
 */
function wrappedSchema(
  content: JsonSchema,
  self: JsonSchema,
  isGroup: boolean,
  definitions: SchemaDefinitions,
): JsonSchema {
  const any = { anyOf: [content, self] };
  const order = wrapperSchema("order", { content }, definitions);
  return {
    anyOf: [
      wrapperSchema("override", { content: isGroup ? content : { anyOf: [content, order] } }, definitions),
      ...(isGroup ? [] : [order]),
      wrapperSchema("if", { content: any }, definitions),
      // Contents behind a false condition are not checked, except for the names of options.
      ...(isGroup ? [] : [wrapperSchema("if", { condition: { const: false } }, definitions)]),
      wrapperSchema("merge", { contents: { type: "array", items: any } }, definitions),
    ],
  };
}

const wrapperForms = {
  override: { properties: { priority: { type: "number" }, content: {} }, required: ["priority", "content"] },
  order: { properties: { priority: { type: "number" }, content: {} }, required: ["priority", "content"] },
  if: { properties: { condition: { type: "boolean" }, content: {} }, required: ["condition"] },
  merge: { properties: { contents: { type: "array" } }, required: ["contents"] },
};

/** Editors look for what may be written in each of the two, so that nothing stands beside the reference. */
function wrapperSchema(
  type: keyof typeof wrapperForms,
  properties: JsonSchema,
  { define }: SchemaDefinitions,
): JsonSchema {
  const form = wrapperForms[type];
  const wrapper = define(type, {
    type: "object",
    properties: { _type: { const: type }, ...form.properties },
    required: ["_type", ...form.required],
    additionalProperties: false,
  });
  return { allOf: [wrapper, { properties }] };
}
