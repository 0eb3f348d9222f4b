/** The JSON Schema of an interface, made without any machine. */
import { type AnyType, evalModules, jsonSchema, type JsonSchema, type OptionInfo } from "@troupe/modules";
import type { Interface } from "../model/interface.ts";
import { interfaceModules, interfaceOptions } from "../interface.ts";
import type { Meta } from "../model/meta.ts";

/**
 * The JSON Schema (2020-12) of complete settings: types, bounds, patterns, descriptions, defaults, and what must be
 * given.
 *
 * @example
 * interfaceSchema({ port: option(t.port, { default: 80 }) }, { name: "home", domain: "home.arpa" }).properties;
 * // => { port: { type: "integer", minimum: 0, maximum: 65535, default: 80 } }
 */
export function interfaceSchema(declared: Interface, meta: Meta): JsonSchema {
  const schema = jsonSchema(interfaceOptions(declared, meta));
  const free = freeformType(declared, meta);
  return free === undefined
    ? schema
    : { ...schema, additionalProperties: free.jsonSchema()["additionalProperties"] ?? true };
}

/** The type of settings without an option of their own. */
function freeformType(declared: Interface, meta: Meta): AnyType | undefined {
  if (!Array.isArray(declared)) return undefined;
  const { options } = evalModules({ modules: interfaceModules(declared), specialArgs: { meta } });
  const about = options["_module"] as { readonly freeformType: OptionInfo };
  return (about.freeformType.value as AnyType | null) ?? undefined;
}
