/** The JSON Schema of a tree of options. */
import { tagOf } from "../merge/wrapper-tag.ts";
import { isPlainObject } from "../merge/value.ts";
import { fail } from "../diagnostics/diagnostic-kind.ts";
import { invalidDeclaration } from "../diagnostics/kinds.ts";
import { kindOf, showPath } from "../diagnostics/value-text.ts";
import { guard } from "../evaluate/cell.ts";
import type { JsonSchema } from "../model/json-schema.ts";
import { isOption } from "./option.ts";
import type { AnyOption, OptionTree } from "../model/option.ts";

/** The name of a submodule where there is none. A default that contains it is not shown. */
export const unnamed = "‹name›";

/**
 * Returns the JSON Schema (draft 2020-12) of a complete input for a tree of options: descriptions, bounds, required
 * options and defaults. Internal options are left out.
 *
 * @example
 * jsonSchema({ port: option(t.port, { default: 80 }) });
 * // => {
 * //   type: "object",
 * //   properties: { port: { type: "integer", minimum: 0, maximum: 65535, default: 80 } },
 * //   additionalProperties: false,
 * // }
 */
export function jsonSchema(tree: OptionTree): JsonSchema {
  return guard([], () => treeSchema(tree, []));
}

function treeSchema(tree: unknown, path: readonly string[]): JsonSchema {
  if (!isPlainObject(tree) || tagOf(tree) !== undefined) {
    return fail(invalidDeclaration, { path: showPath(path), found: kindOf(tree) }, { path: showPath(path) });
  }
  const shown = Object.entries(tree).filter(([, node]) => !(isOption(node) && node.internal === true));
  const properties = shown.map(([name, node]) => [
    name,
    isOption(node) ? optionSchema(node) : treeSchema(node, [...path, name]),
  ]);
  const required = shown.filter(([, node]) => mustBeGiven(node as OptionTree)).map(([name]) => name);
  return {
    type: "object",
    properties: Object.fromEntries(properties) as object,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function optionSchema(option: AnyOption): JsonSchema {
  const { description, readOnly, example } = option;
  return {
    ...(option.type as AnyOption["type"] | undefined)?.jsonSchema(),
    ...(description !== undefined && { description }),
    ...("default" in option && isData(option.default) && { default: option.default }),
    ...(example !== undefined && isData(example) && { examples: [example] }),
    ...(readOnly === true && { readOnly }),
  };
}

function mustBeGiven(node: AnyOption | OptionTree): boolean {
  if (isOption(node)) return !("default" in node) && (node.type as AnyOption["type"] | undefined)?.empty === undefined;
  return Object.values(node).some(mustBeGiven);
}

/** True for data that JSON can hold and that does not depend on a submodule's name. */
function isData(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isData);
  if (isPlainObject(value)) return tagOf(value) === undefined && Object.keys(value).every((key) => isData(value[key]));
  if (typeof value === "string") return !value.includes(unnamed);
  return value === null || typeof value === "number" || typeof value === "boolean";
}
