/** The calls of perInstance and perMachine. Each runs once, when its result is needed. */
import { type Diagnostic, diagnose, fail, isPlainObject, kindOf, type Site, TroupeError } from "@troupe/modules";
import { didYouMean, readTooDeep } from "@troupe/modules/internal";
import { foreignScope, notExports, resultNotObject, unknownResultKey } from "../diagnostics.ts";
import type { ExportReader } from "../exports/reader.ts";
import { buildScopeKey, parseScope } from "../exports/scope.ts";
import type { Scope } from "../model/scope.ts";
import { guard, settled } from "../guard.ts";
import type { Definitions } from "../model/definitions.ts";
import type { AddressReader } from "./views.ts";
import { memoize } from "../memoize.ts";
import type { ExportsRecord } from "../model/exports.ts";
import type { AnnotationReads } from "../annotations/reader.ts";
import type { ServiceResult } from "../model/result.ts";

/** The data that all calls of one function share: perInstance of a role in an instance, or perMachine of a service. */
export interface Callee {
  readonly serviceName: string;
  /** Undefined for perMachine, as is the role. */
  readonly instanceName: string | undefined;
  readonly roleName: string | undefined;
  /** The cluster of the instance. */
  readonly cluster: string | undefined;
  readonly site: Site;
  /** The place of a part of the result. */
  readonly place: (part: string) => Site;
  /** The keys that the classes of machines have in results. */
  readonly resultKeys: readonly string[];
  /** Modules that the inventory adds for each of its machines. */
  readonly extraModules: Definitions;
  /** "perInstance of role … (instance sessions, machine alice)". */
  readonly caller: (machineName: string) => string;
  /** "instance sessions, role replica". */
  readonly label: (machineName: string) => string;
  /** The key of the scope that the call for a machine writes under. */
  readonly origin: (machineName: string) => string;
  /** The settings that hold for a machine; undefined for perMachine. */
  readonly settings: (machineName: string) => unknown;
  /** Runs the service's function with its context; undefined if it has none. */
  readonly run: ((call: Call) => unknown) | undefined;
}

/**
 * One call, for one machine. A class, and the only one: there is a call for every member of every instance, so that a
 * call may hold nothing that it has in common with others.
 */
export class Call implements ExportReader, AddressReader {
  readonly callee: Callee;
  readonly machineName: string;
  running = false;
  reads: Set<string> | undefined = undefined;
  looked = false;
  annotated: AnnotationReads | undefined = undefined;
  addressed = false;
  private outcome: { readonly value: ServiceResult } | { readonly error: unknown } | undefined = undefined;

  /** A call that has not run yet. */
  constructor(callee: Callee, machineName: string) {
    this.callee = callee;
    this.machineName = machineName;
  }

  get serviceName(): string {
    return this.callee.serviceName;
  }
  get instanceName(): string | undefined {
    return this.callee.instanceName;
  }
  get cluster(): string | undefined {
    return this.callee.cluster;
  }
  get site(): Site {
    return this.callee.site;
  }
  get caller(): string {
    return this.callee.caller(this.machineName);
  }
  get label(): string {
    return this.callee.label(this.machineName);
  }
  /** The scope it writes under. */
  get scope(): Scope & { readonly serviceName: string; readonly machineName: string } {
    const { serviceName, instanceName, roleName } = this.callee;
    return { serviceName, instanceName, roleName, machineName: this.machineName };
  }
  /** The key of its scope: what identifies it as the origin of definitions. */
  get origin(): string {
    return this.callee.origin(this.machineName);
  }

  /**
   * Runs the call, memoized, and returns its checked result.
   * @throws the problems of the call, each time
   */
  result(): ServiceResult {
    this.outcome ??= attempt(this);
    if ("error" in this.outcome) throw this.outcome.error;
    return this.outcome.value;
  }

  /** True if it has a result. */
  succeeds(): boolean {
    return "value" in (this.outcome ??= attempt(this));
  }
}

function attempt(call: Call): { readonly value: ServiceResult } | { readonly error: unknown } {
  if (call.callee.run === undefined) return { value: nothing };
  call.running = true;
  try {
    return { value: guard(call, call.callee.site, checkedResult, call) };
  } catch (error) {
    if (readTooDeep(error)) throw error;
    return { error };
  } finally {
    call.running = false;
  }
}

const nothing: ServiceResult = {};

/** The place of a function, and those of the parts of its result. */
export function places(site: Site): Pick<Callee, "site" | "place"> {
  const known = new Map<string, Site>();
  const add = (part: string) => memoize(known, part, () => inside(site, part));
  return { site, place: (part) => known.get(part) ?? add(part) };
}

/** The scope of a function, and the keys of those of its calls. */
export function scopes(
  scope: Pick<Callee, "serviceName" | "instanceName" | "roleName">,
): typeof scope & Pick<Callee, "origin"> {
  const ofRole = buildScopeKey(scope);
  return { ...scope, origin: (machineName) => ofRole + machineName };
}

/** The place of something further in. */
export const inside = (site: Site, ...keys: readonly string[]): Site => ({
  ...site,
  pointer: [...(site.pointer ?? []), ...keys],
});

/** The records among a result's exports. */
export function exportRecords({ exports }: ServiceResult): readonly ExportsRecord[] {
  if (exports === undefined) return none;
  return Array.isArray(exports) ? (exports as readonly ExportsRecord[]) : [exports as ExportsRecord];
}

const none: readonly ExportsRecord[] = [];
const commonKeys = ["module", "exports", "services"];
const planned = new Map([["vars", "Vars are not supported yet."]]);

/** Runs the function of a call and checks the result. Getters in the result may run more of the user's code. */
function checkedResult(call: Call): ServiceResult {
  const result = settled(call.callee.run!(call));
  if (isPlainObject(result)) {
    checkResult(result as ServiceResult, call);
    return result as ServiceResult;
  }
  const got = result === undefined ? "nothing" : kindOf(result);
  return fail(resultNotObject, { what: call.caller, got }, { marks: [{ site: call.callee.site }] });
}

function checkResult(result: ServiceResult, call: Call): void {
  const keys = Object.keys(result);
  const { resultKeys } = call.callee;
  const isKnownKey = (key: string): boolean => commonKeys.includes(key) || resultKeys.includes(key);
  const records = exportRecords(result);
  if (records.length === 0 && keys.every(isKnownKey)) return;
  const { site } = call;
  const problems: Diagnostic[] = [];
  for (const key of keys) {
    if (isKnownKey(key)) continue;
    const hint = planned.get(key) ?? didYouMean(key, [...commonKeys, ...resultKeys]);
    problems.push(diagnose(unknownResultKey, { what: call.caller, key }, { marks: [{ site }], hint }));
  }
  for (const record of records) {
    if (typeof record !== "object" || record === null || !("~exports" in record) || typeof record.key !== "string")
      problems.push(diagnose(notExports, { writer: call.caller }, { marks: [{ site }] }));
    else if (!isOwnScope(record.key, call.scope))
      problems.push(diagnose(foreignScope, { key: record.key, writer: call.caller }, { marks: [{ site }] }));
  }
  if (problems.length > 0) throw new TroupeError(problems);
}

/** True for the scope of a call and the wider ones around it. */
function isOwnScope(key: string, own: Scope): boolean {
  const bound = Object.entries(parseScope(key)).filter(([, value]) => value !== "");
  return parseScope(key).serviceName !== "" && bound.every(([part, value]) => own[part as keyof Scope] === value);
}
