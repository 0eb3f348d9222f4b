/** The values of options without an evaluation where the definitions are plain data, for the settings of roles. */
import { fastValue } from "../fast/fast-value.ts";
import type { DefinitionSet, Path } from "../model/definition.ts";
import type { Module } from "../model/module.ts";
import type { OptionTree } from "../model/option.ts";
import { readTooDeep } from "./deep-chain.ts";
import { withInternal } from "./eval-modules.ts";

/**
 * Returns the values that `evalModules` has for these options and definitions, which are modules with only `config` and
 * `site`. Undefined where only an evaluation can tell the values or the problems: definitions must be plain data, with
 * no wrappers but priorities around single values, and the options' types must have a `ready` for them.
 *
 * @example
 * const options = { port: option(t.port, { default: 80 }), hosts: option(t.listOf(t.str), { default: [] }) };
 * plainValues(options, [{ config: { port: mkDefault(443) } }, { config: { port: 8080, hosts: ["alice"] } }]); // => { port: 8080, hosts: ["alice"] }
 * plainValues(options, [{ config: { port: "many" } }]); // => undefined
 */
export function plainValues(
  options: OptionTree,
  definitions: readonly Module[],
  prefix: Path = [],
): object | undefined {
  try {
    const declared = withInternal([{ tree: options, site: {} }]);
    // Later modules first, as everywhere.
    const sets = definitions
      .toReversed()
      .map(({ config, site = {} }): DefinitionSet => ({ value: config, source: { site, depth: prefix.length } }));
    return fastValue(declared, sets, prefix);
  } catch (error) {
    if (readTooDeep(error)) throw error;
    return undefined;
  }
}
