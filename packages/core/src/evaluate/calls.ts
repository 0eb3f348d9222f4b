/** The calls of perInstance and perMachine: each once, when somebody needs its result. */
import { type Diagnostic, diagnose, didYouMean, isTroupeError, type Site, TroupeError } from "@troupe/modules";
import { foreignScope, notExports, unknownResultKey } from "../diagnostics.ts";
import type { ExportReader } from "../exports/reader.ts";
import { parseScope, type Scope } from "../exports/scope.ts";
import { guardObject } from "../guard.ts";
import type { Definitions } from "../inventory/model.ts";
import type { ExportsRecord } from "../exports/types.ts";
import type { ServiceResult } from "../service/context.ts";

/** One call: of perInstance for an instance, role and machine, or of perMachine for a machine. */
export interface Call extends ExportReader {
  /** The scope it writes under: what identifies it as the origin of definitions. */
  readonly origin: string;
  /** "instance sessions, role replica". */
  readonly label: string;
  readonly machineName: string;
  /** Undefined for perMachine. */
  readonly instanceName: string | undefined;
  /** The settings it runs with; undefined for perMachine. */
  readonly settings: () => unknown;
  /** Modules that the inventory adds for it. */
  readonly extraModules: Definitions;
  /**
   * What it returned, checked.
   * @throws whatever is wrong with it, each time
   */
  readonly result: () => ServiceResult;
}

/** What {@link createCall} needs to know. */
export interface CallDefinition {
  readonly scope: Scope & { readonly serviceName: string; readonly machineName: string };
  readonly origin: string;
  readonly caller: string;
  readonly label: string;
  readonly site: Site;
  readonly settings: () => unknown;
  readonly extraModules: Definitions;
  /** Runs the service's function with its context; undefined if it has none. */
  readonly run: ((call: ExportReader) => unknown) | undefined;
}

const resultKeys = ["module", "linuxModule", "nixosModule", "darwinModule", "exports", "services"];
const planned = new Map([["vars", "Vars are not supported yet."]]);

/** A call that has not run yet. */
export function createCall({ scope, origin, caller, label, site, settings, extraModules, run }: CallDefinition): Call {
  let outcome: { readonly value: ServiceResult } | { readonly error: unknown } | undefined;
  const call: Call = {
    caller,
    origin,
    label,
    site,
    settings,
    extraModules,
    serviceName: scope.serviceName,
    instanceName: scope.instanceName,
    machineName: scope.machineName,
    running: false,
    reads: new Set(),
    result() {
      outcome ??= attempt();
      if ("error" in outcome) throw outcome.error;
      return outcome.value;
    },
  };
  function attempt(): NonNullable<typeof outcome> {
    if (run === undefined) return { value: {} };
    call.running = true;
    try {
      const value = guardObject(caller, site, () => run(call));
      checkResult(value, scope, caller, site);
      return { value };
    } catch (error) {
      return { error };
    } finally {
      call.running = false;
    }
  }
  return call;
}

/** The place of something further in. */
export const inside = (site: Site, ...keys: readonly string[]): Site => ({ ...site, pointer: [...(site.pointer ?? []), ...keys] });

/** The records among a result's exports. */
export function exportRecords(result: ServiceResult): readonly ExportsRecord[] {
  if (result.exports === undefined) return [];
  return Array.isArray(result.exports) ? (result.exports as readonly ExportsRecord[]) : [result.exports as ExportsRecord];
}

function checkResult(result: object, scope: Scope, caller: string, site: Site): void {
  const problems: Diagnostic[] = [];
  for (const key of Object.keys(result)) {
    if (resultKeys.includes(key)) continue;
    const hint = planned.get(key) ?? didYouMean(key, resultKeys);
    problems.push(diagnose(unknownResultKey, { what: caller, key }, { marks: [{ site }], hint }));
  }
  for (const record of exportRecords(result)) {
    if (typeof record !== "object" || record === null || !("~exports" in record))
      problems.push(diagnose(notExports, { writer: caller }, { marks: [{ site }] }));
    else if (!isOwnScope(record.key, scope))
      problems.push(diagnose(foreignScope, { key: record.key, writer: caller }, { marks: [{ site }] }));
  }
  if (problems.length > 0) throw new TroupeError(problems);
}

/** True for the scope of a call and the wider ones around it. */
function isOwnScope(key: string, own: Scope): boolean {
  const bound = Object.entries(parseScope(key)).filter(([, value]) => value !== "");
  return parseScope(key).serviceName !== "" && bound.every(([part, value]) => own[part as keyof Scope] === value);
}

/** The problems of a call that has none if it succeeded. */
export function problemsOf(run: () => unknown): readonly Diagnostic[] {
  try {
    run();
    return [];
  } catch (error) {
    if (isTroupeError(error)) return error.diagnostics;
    throw error;
  }
}
