/** The contributions to a machine's configuration: its own definitions, and the modules of each call for it. */
import { type Diagnostic, isTroupeError, type Module, type Site, TroupeError } from "@troupe/modules";
import { rememberedSite } from "@troupe/modules/internal";
import { guard } from "../guard.ts";
import type { Machine } from "../model/machine.ts";
import type { ServiceResult } from "../model/result.ts";
import type { Call } from "./calls.ts";
import type { MachineClass } from "../model/machine-class.ts";
import type { PlatformModule } from "../model/machine-evaluation.ts";

/** One contribution to a machine. */
export interface Contribution extends PlatformModule {
  /** The contribution in words, for a diagnostic. */
  readonly what: () => string;
  /** True if it holds for machines of every class. */
  readonly portable: boolean;
}

/** Returns the contributions of the machine itself: of its cluster, of its own module, and of its users and facts. */
export function ownContributions(
  machine: Machine,
  machineClass: Pick<MachineClass, "users" | "facts">,
): readonly Contribution[] {
  const { module, users, facts } = machine;
  const named = () => `The module of machine ${JSON.stringify(machine.name)}`;
  const made = module.map(({ value, site }): Contribution => {
    const what = site.origin?.startsWith("cluster ") === true ? () => `The module of ${site.origin}` : named;
    return { value, site, what, portable: typeof value !== "function" };
  });
  if (machineClass.users !== undefined) {
    for (const { value, site } of users)
      made.push({ value: machineClass.users(value), site, what: named, portable: true });
  }
  if (machineClass.facts !== undefined) {
    for (const { value, site } of facts)
      made.push({ value: machineClass.facts(value), site, what: named, portable: true });
  }
  return made;
}

/**
 * Visits the contributions of a call to a machine of this class: the portable module, the module for the class, and the
 * extra modules.
 */
export function eachContribution(
  call: Call,
  { result: key }: MachineClass,
  visit: (contribution: Contribution) => void,
): void {
  const result = call.result();
  const { module } = result;
  const ofClass = moduleOfClass(result, key);
  if (module !== undefined) visit(partOf(call, "module", module));
  if (ofClass !== undefined) visit(partOf(call, key, ofClass));
  const { extraModules } = call.callee;
  if (extraModules.length === 0) return;
  const what = () => `An extra module of ${call.label}`;
  for (const { value, site } of extraModules) {
    if (value !== undefined)
      visit({ value, what, portable: typeof value !== "function", site: { ...site, origin: call.origin } });
  }
}

/** The module of a result for machines of one class, by the key of that class. */
export const moduleOfClass = (result: ServiceResult, key: string): unknown =>
  (result as { readonly [key: string]: unknown })[key];

function partOf(call: Call, part: string, value: unknown): Contribution {
  const { file, line, column, pointer } = call.callee.place(part);
  const site = { file, line, column, pointer, label: call.label, origin: call.origin };
  return { value, what: () => `${part} in ${call.caller}`, portable: part === "module", site };
}

/** Contributions as modules. Functions run when the machine is evaluated. */
export function modulesOf(contributed: readonly Contribution[], config: unknown): readonly Module[] {
  const modules: Module[] = [];
  withEach(contributed, (each) => addModules(each, config, modules));
  return modules;
}

/** Returns the modules of the contributions of calls for which `counts` is true. */
export function modulesOfCalls(
  calls: readonly Call[],
  machineClass: MachineClass,
  counts: (contribution: Contribution) => boolean,
  config: unknown,
): readonly Module[] {
  const modules: Module[] = [];
  const add = (each: Contribution) => {
    if (counts(each)) addModules(each, config, modules);
  };
  withEach(calls, (call) => eachContribution(call, machineClass, add));
  return modules;
}

/** Calls `act` for each element, and throws the problems of all calls together. */
function withEach<T>(several: readonly T[], act: (one: T) => void): void {
  const problems: Diagnostic[] = [];
  several.forEach((one) => {
    try {
      act(one);
    } catch (error) {
      if (!isTroupeError(error)) throw error;
      problems.push(...error.diagnostics);
    }
  });
  if (problems.length > 0) throw new TroupeError(problems);
}

/** The modules that definitions stand for: an object, several, or a function that makes them. */
function addModules({ value, what, site }: Contribution, config: unknown, into: Module[]): void {
  const made = typeof value === "function" ? guard(what, site, () => value({ config }) as unknown) : value;
  if (!Array.isArray(made)) into.push(definitionModule(made, site));
  else for (const each of made as readonly unknown[]) into.push(definitionModule(each, site));
}

function definitionModule(definitions: unknown, site: Site): Module {
  const remembered = rememberedSite(definitions);
  // The place of the fragment is nearer to the mistake than the place of its service.
  if (remembered?.file === undefined) return { config: definitions, site };
  const { file, line, column } = remembered;
  return { config: definitions, site: { ...site, file, line, column, pointer: undefined } };
}
