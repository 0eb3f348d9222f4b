/** The extensions of an inventory, and the values of their options wherever they are written. */
import { type Diagnostic, diagnose, evalModules, force, isPlainObject, isTroupeError } from "@troupe/modules";
import { extensionOrigin } from "../definition-origin.ts";
import { extensionNeedsDefault, notAnExtension, unknownExtension } from "../diagnostics.ts";
import { guard } from "../guard.ts";
import type { Definitions } from "../model/definitions.ts";
import type { WrittenInventory } from "../model/written-inventory.ts";
import { ownValue } from "../names.ts";
import type { AnyExtension } from "../model/evaluation.ts";
import type { ExtensionRecord } from "../model/machine.ts";

type Level = "machine" | "cluster" | "service";

/** See {@link resolveExtensions}. */
export interface Extensions {
  readonly all: readonly AnyExtension[];
  /** The values of one thing's options; `written` is what stands below its `extensions`. */
  readonly values: (
    level: Level,
    written: { readonly [extension: string]: Definitions },
    path: readonly string[],
  ) => { readonly [extension: string]: object };
  /** The modules that the extensions add to a machine. */
  readonly modules: (machineName: string, machine: ExtensionRecord, cluster: ExtensionRecord) => Definitions;
}

const none: ExtensionRecord = {};

const noModules: Definitions = [];

/** The extensions that an inventory lists; what is wrong with them is reported. */
export function resolveExtensions(written: WrittenInventory): Extensions {
  const { read, report, problems } = written;
  const listed = read(() => written.section("extensions") as unknown as readonly unknown[], []);
  const all = (Array.isArray(listed) ? (listed as readonly unknown[]) : []).filter((each): each is AnyExtension => {
    const isOne = isPlainObject(each) && "~extension" in each;
    if (!isOne) report(notAnExtension, {}, ["extensions"]);
    return isOne;
  });
  const names = new Set(all.map(({ name }) => name));
  for (const { name, site, "~extension": definition } of all) {
    for (const level of ["machine", "cluster", "service"] as const) {
      const found = attempt(() => evalModules({ modules: [{ options: definition[level] ?? {} }] }).diagnostics()) ?? [];
      if (found.length > 0)
        problems.push(diagnose(extensionNeedsDefault, { extension: name, level }, { marks: [{ site }] }));
    }
  }

  function attempt<T>(run: () => T): T | undefined {
    try {
      return run();
    } catch (error) {
      if (!isTroupeError(error)) throw error;
      problems.push(...(error.diagnostics as readonly Diagnostic[]));
      return undefined;
    }
  }

  return {
    all,
    values(level, values, path) {
      for (const name of Object.keys(values)) {
        if (!names.has(name))
          report(unknownExtension, { extension: name }, [...path, "extensions", name], written.nearest(name, names));
      }
      if (all.length === 0) return none;
      return Object.fromEntries(
        all.map(({ name, "~extension": definition }) => {
          const definitions = ownValue(values, name) ?? [];
          const modules = [
            { options: definition[level] ?? {} },
            ...definitions.map(({ value, site }) => ({ config: value, site })),
          ];
          const evaluation = evalModules({ modules, prefix: [...path, "extensions", name] });
          const wrong = attempt(() => evaluation.diagnostics()) ?? [];
          problems.push(...wrong);
          return [name, wrong.length > 0 ? {} : (attempt(() => force(evaluation.config)) ?? {})];
        }),
      );
    },
    modules(machineName, machine, cluster) {
      if (all.length === 0) return noModules;
      return all.flatMap(({ name, site, "~extension": { module } }) => {
        const origin = extensionOrigin(name);
        const values = { machine: machine[name] ?? {}, cluster: cluster[name] ?? {}, machineName };
        const value = module && attempt(() => guard(`The module of ${origin}`, site, () => module(values)));
        return value === undefined ? [] : [{ value, site: { ...site, pointer: ["module"], label: origin, origin } }];
      });
    },
  };
}
