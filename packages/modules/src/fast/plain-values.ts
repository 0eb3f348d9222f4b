/** The values of options where all definitions are plain data, without an evaluation: what the settings of most roles are. */
import type { DefinitionSet, Path } from "../model/definition.ts";
import { definitionsIn } from "../merge/provenance.ts";
import { tagOf } from "../merge/wrapper-tag.ts";
import { isPlainObject } from "../merge/value.ts";
import type { Overridden } from "../model/wrapper.ts";
import type { OptionTree } from "../model/option.ts";
import { checkedMerge } from "../types/type.ts";
import { readTooDeep } from "../evaluate/deep-chain.ts";
import { withoutComputing } from "../evaluate/evaluation-stack.ts";
import type { DeclaredGroup, DeclaredOption } from "../model/declaration.ts";
import { withInternal } from "../evaluate/eval-modules.ts";
import type { Module } from "../model/module.ts";
import { resolveOption } from "../evaluate/option-value.ts";
import { fastValue } from "./fast-value.ts";
import { isComplete } from "./complete-values.ts";

/**
 * The values that `evalModules` would have for these options and definitions, which are modules with nothing but `config` and `site`.
 * Undefined where it takes an evaluation to know them, or to say what is wrong: definitions must be plain data, with nothing but
 * priorities around single values, and options must have types that make a value of that at once.
 *
 * @example
 * const options = { port: option(t.port, { default: 80 }), hosts: option(t.listOf(t.str), { default: [] }) };
 * plainValues(options, [{ config: { port: mkDefault(443) } }, { config: { port: 8080, hosts: ["alice"] } }]); // => { port: 8080, hosts: ["alice"] }
 * plainValues(options, [{ config: { port: "many" } }]); // => undefined
 */
export function plainValues(options: OptionTree, definitions: readonly Module[], prefix: Path = []): object | undefined {
  try {
    const declared = withInternal([{ tree: options, site: {} }]);
    // Later modules first, as everywhere.
    const groups = definitions
      .toReversed()
      .map(({ config, site = {} }): DefinitionSet => ({ value: config, source: { site, depth: prefix.length } }));
    return declared.problems.length > 0 ? undefined : withoutComputing(() => groupValues(declared, groups, prefix));
  } catch (error) {
    if (readTooDeep(error)) throw error;
    return undefined;
  }
}

function groupValues({ names, children }: DeclaredGroup, groups: readonly DefinitionSet[], path: Path): object | undefined {
  if (!groups.every(({ value }) => isPlainObject(value) && !("_type" in value))) return undefined;
  const values: Record<string, unknown> = {};
  let unused = groups.reduce((count, { value }) => count + Object.keys(value as object).length, 0);
  for (let position = 0; position < names.length; position++) {
    const name = names[position]!;
    const child = children[position]!;
    const defining = groupsWith(groups, name);
    if (defining === undefined || child.kind === "problem") return undefined;
    if (name === "_module") {
      // What an evaluation is told about itself is none of its values.
      if (defining.length > 0) return undefined;
      continue;
    }
    unused -= defining.length;
    const value =
      child.kind === "option"
        ? optionValue(child, defining, path, name)
        : groupValues(
            child,
            defining.map(({ value: outer, source }) => ({ value: (outer as Parts)[name], source })),
            [...path, name],
          );
    if (value === undefined) return undefined;
    values[name] = value;
  }
  // Else there are definitions without an option.
  return unused === 0 ? values : undefined;
}

type Parts = Readonly<Record<string, unknown>>;

/** The sets that have a definition of an option; undefined if there is more around one of these than a priority. */
function groupsWith(groups: readonly DefinitionSet[], name: string): readonly DefinitionSet[] | undefined {
  const found: DefinitionSet[] = [];
  for (const group of groups) {
    const { value } = group;
    if (!Object.hasOwn(value as Parts, name)) continue;
    const definition = (value as Parts)[name];
    const tag = tagOf(definition);
    if (tag !== undefined && (tag !== "override" || tagOf((definition as Overridden).content) !== undefined)) return undefined;
    found.push(group);
  }
  return found;
}

function optionValue(option: DeclaredOption, groups: readonly DefinitionSet[], within: Path, name: string): unknown {
  const ready = fastValue(option, groups, within, name);
  if (ready !== undefined || !option.plain || groups.length === 0) return ready;
  const path = [...within, name];
  const { definitions } = resolveOption(option, path, definitionsIn(groups, name));
  if (definitions.length === 1) return option.type.ready(definitions[0]!.value, name);
  if (definitions.length === 0) return undefined;
  const merged = checkedMerge(option.type, path, definitions);
  return isData(merged) ? merged : undefined;
}

const isScalar = (value: unknown): boolean => (typeof value !== "object" || value === null) && typeof value !== "function";

/** True for what is certainly data, without looking far. */
const isData = (value: unknown): boolean => isScalar(value) || isComplete(value) || (Array.isArray(value) && value.every(isScalar));
