/** One export: everything written under one scope, merged by the options that its service declares. */
import {
  type Diagnostic,
  diagnose,
  type Evaluation,
  evalModules,
  lazy,
  type ModuleLike,
  option,
  type OptionTree,
  showPath,
  t,
} from "@troupe/modules";
import { loopIn } from "@troupe/modules/internal";
import { exportHoldsItself } from "../diagnostics.ts";
import type { Interface } from "../model/interface.ts";
import { interfaceModules } from "../interface.ts";
import type { Meta } from "../model/meta.ts";
import { isExportsContract } from "./contract.ts";
import type { ExportsContract } from "../model/contract.ts";
import { parseScope } from "./scope.ts";
import type { ExportEntry } from "../model/export-store.ts";

/** One definition of an export, with its place. */
export type Writer = Pick<Exclude<ModuleLike, (...args: never) => unknown>, "site" | "config">;

/** An export under `key`. Without `declared` it may be any JSON value. */
export function exportEntry(
  key: string,
  declared: readonly ModuleLike[] | undefined,
  writers: readonly Writer[],
  meta: Meta,
): ExportEntry {
  const scope = parseScope(key);
  const prefix = ["exports", key];
  if (declared !== undefined) {
    const evaluation = evalModules({ modules: [...declared, ...writers], specialArgs: { meta }, prefix });
    return entry([], () => evaluation.config, evaluation);
  }
  // Without declared fields the whole value is one option, merged as such. Places are those of the value itself, which
  // has no such option.
  const modules = writers.map(({ site, config }) => ({
    config: { value: { _type: "definition", site, value: config } },
  }));
  const evaluation = evalModules({ modules: [{ options: freeForm }, ...modules], prefix });
  return entry(["value"], () => evaluation.config["value"], evaluation);

  function entry(root: ExportEntry["root"], value: () => unknown, made: Evaluation): ExportEntry {
    const problems = () => [...made.diagnostics(), ...loopProblems(key, value, writers)];
    return { key, scope, evaluation: made, root, value, problems };
  }
}

/**
 * Exports may be read by those who write them, and become part of what they write: but not as a whole, over and over.
 */
function loopProblems(key: string, value: () => unknown, writers: readonly Writer[]): readonly Diagnostic[] {
  const loop = loopIn({ value: lazy(value) });
  if (loop === undefined) return [];
  const at = showPath(loop.slice(1)).replaceAll(/\.?"(\d+)"/g, "[$1]");
  return [
    diagnose(
      exportHoldsItself,
      { key, at },
      { path: showPath(["exports", key]), marks: writers.flatMap(({ site }) => (site ? [{ site }] : [])) },
    ),
  ];
}

const freeForm = { value: option(t.json, { description: "Any JSON value." }) };

/**
 * The modules that declare a service's exports: its own fields, and each contract it provides under that contract's
 * name. Undefined: anything.
 */
export function exportModules(
  own: Interface | ExportsContract | undefined,
  provides: readonly ExportsContract[],
  meta: Meta,
): readonly ModuleLike[] | undefined {
  if (own === undefined && provides.length === 0) return undefined;
  const contracts: { [name: string]: OptionTree[string] } = {};
  for (const { name, options } of provides) {
    contracts[name] = option(t.nullOr(t.submoduleWith({ modules: interfaceModules(options), specialArgs: { meta } })), {
      default: null,
    });
  }
  const fields = isExportsContract(own) ? own.options : (own ?? {});
  return [...interfaceModules(fields), { options: contracts }];
}
