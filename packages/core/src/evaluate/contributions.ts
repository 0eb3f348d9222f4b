/** What a machine's configuration is made of: its own definitions, and what each call made for it. */
import { type Diagnostic, type Module, rememberedSite, type Site, TroupeError } from "@troupe/modules";
import { guard } from "../guard.ts";
import type { Machine } from "../inventory/model.ts";
import type { ServiceResult } from "../service/context.ts";
import { type Call, problemsOf } from "./calls.ts";
import type { MachineClass, PlatformModule } from "./machine.ts";

/** Something that contributes to a machine. */
export interface Contribution extends PlatformModule {
  /** What it is in words, for when it fails. */
  readonly what: () => string;
  /** True if it holds for machines of every class. */
  readonly portable: boolean;
}

/** What is defined for a machine itself: by its cluster, by its own module, and as its users and facts. */
export function ownContributions(machine: Machine, machineClass: Pick<MachineClass, "users" | "facts">): readonly Contribution[] {
  const { module, users, facts } = machine;
  const named = () => `The module of machine ${JSON.stringify(machine.name)}`;
  const made = module.map(({ value, site }): Contribution => {
    const what = site.origin?.startsWith("cluster ") === true ? () => `The module of ${site.origin}` : named;
    return { value, site, what, portable: typeof value !== "function" };
  });
  if (machineClass.users !== undefined) {
    for (const { value, site } of users) made.push({ value: machineClass.users(value), site, what: named, portable: true });
  }
  if (machineClass.facts !== undefined) {
    for (const { value, site } of facts) made.push({ value: machineClass.facts(value), site, what: named, portable: true });
  }
  return made;
}

/** What a call contributes to a machine of this class: the portable module, that for the class, and the inventory's extra ones. */
export function contributions(call: Call, { result: key }: MachineClass): readonly Contribution[] {
  const result: ServiceResult = call.result();
  const made: Contribution[] = [];
  for (const part of ["module", key] as const) {
    const value = result[part];
    if (value === undefined) continue;
    made.push({ value, what: () => `${part} in ${call.caller}`, portable: part === "module", site: siteOf(call, part) });
  }
  for (const { value, site } of call.callee.extraModules) {
    const what = () => `An extra module of ${call.label}`;
    if (value !== undefined) made.push({ value, what, portable: typeof value !== "function", site: { ...site, origin: call.origin } });
  }
  return made;
}

function siteOf({ callee, machineName, origin }: Call, part: string): Site {
  const { file, line, column, pointer } = callee.place(part);
  return { file, line, column, pointer, label: callee.label(machineName), origin };
}

/** What is made of each of several; the problems of all of them together. */
export function fromEach<T, R>(several: readonly T[], make: (one: T) => readonly R[]): readonly R[] {
  const made: R[] = [];
  const problems: Diagnostic[] = [];
  for (const one of several) problems.push(...problemsOf(() => made.push(...make(one))));
  if (problems.length > 0) throw new TroupeError(problems);
  return made;
}

/** Definitions (an object, several, or a function that makes them) as modules. Functions run when the machine is evaluated. */
export const definitionModules = (contributed: readonly Contribution[], config: unknown): readonly Module[] =>
  fromEach(contributed, ({ value, what, site }) => {
    const made = typeof value === "function" ? guard(what, site, () => value({ config }) as unknown) : value;
    return Array.isArray(made) ? made.map((each: unknown) => definitionModule(each, site)) : [definitionModule(made, site)];
  });

function definitionModule(definitions: unknown, site: Site): Module {
  const remembered = rememberedSite(definitions);
  // Where the fragment itself was written is nearer than where its service was.
  if (remembered?.file === undefined) return { config: definitions, site };
  const { file, line, column } = remembered;
  return { config: definitions, site: { ...site, file, line, column, pointer: undefined } };
}
