/** One machine's configuration: the options of its platform, its own module, and what every call made for it. */
import {
  type Diagnostic,
  type Evaluation,
  evalModules,
  type Module,
  type ModuleLike,
  rememberedSite,
  type Site,
  TroupeError,
} from "@troupe/modules";
import { guard } from "../guard.ts";
import type { Machine } from "../inventory/model.ts";
import type { Json } from "../exports/types.ts";
import type { ServiceResult } from "../service/context.ts";
import { type Call, problemsOf } from "./calls.ts";

/** A class of machines, as a platform describes it. */
export interface MachineClass {
  readonly name: string;
  /** The key of results that hold modules for this class only. */
  readonly result: "linuxModule" | "nixosModule" | "darwinModule";
  /** The options that machines of this class have. */
  readonly modules: readonly ModuleLike[];
  /**
   * True if what results hold under `result`, and functions among the modules of machines and `extraModules`, are for the platform to
   * understand: they are not part of the configuration here, but in {@link MachineEvaluation.platformModules}.
   */
  readonly opaqueResult?: boolean;
}

/** Somebody who contributed to a machine's configuration: a call of a service, or the machine's own module. */
export interface Contributor {
  /** An export scope, or "machine alice": the `origin` of its definitions. */
  readonly origin: string;
  /** "instance sessions, role replica". */
  readonly label: string;
  /** The settings it ran with, if it has any. */
  readonly settings?: Json;
  /** Every export it read, with the value it saw. */
  readonly reads: { readonly [key: string]: Json };
}

/** A module that only the machine's platform understands. */
export interface PlatformModule {
  readonly value: unknown;
  readonly site: Site;
}

/** One machine, evaluated. */
export interface MachineEvaluation {
  readonly machine: Machine;
  /** The machine's configuration under its platform's options. */
  readonly evaluation: Evaluation;
  /** What is left to the platform, in the order in which it was contributed; nothing unless its class has an `opaqueResult`. */
  readonly platformModules: () => readonly PlatformModule[];
  /** Who contributed to it; complete once the configuration has been read. */
  readonly contributors: () => readonly Contributor[];
}

/** Something that contributes to a machine. */
interface Contribution extends PlatformModule {
  /** What it is in words, for when it fails. */
  readonly what: () => string;
  /** True if it holds for machines of every class. */
  readonly portable: boolean;
}

/** A machine's own contributions and those of calls that concern it. A call that failed fails whoever looks at its part. */
export function evaluateMachine(
  machine: Machine,
  machineClass: MachineClass,
  calls: readonly Call[],
  contributors: () => readonly Contributor[],
): MachineEvaluation {
  const own = machine.module.map(({ value, site }): Contribution => {
    const what = () => `The module of machine ${JSON.stringify(machine.name)}`;
    return { value, site, what, portable: typeof value !== "function" };
  });
  const opaque = machineClass.opaqueResult === true;
  const isOpaque = ({ portable }: Contribution) => opaque && !portable;
  const understood = (contributed: readonly Contribution[]) => (opaque ? contributed.filter((each) => each.portable) : contributed);
  // The order is that in which Clan imports them: the machine's own first, those of calls one level further in.
  const modules: ModuleLike[] = [
    ...machineClass.modules,
    ({ config }) => ({
      imports: [
        ...definitionModules(understood(own), config),
        { imports: fromEach(calls, (call) => definitionModules(understood(contributions(call, machineClass)), config)) },
      ],
    }),
  ];
  return {
    machine,
    evaluation: evalModules({ modules, class: machineClass.name }),
    platformModules: () =>
      [...own, ...calls.flatMap((call) => contributions(call, machineClass))].filter(isOpaque).map(({ value, site }) => ({ value, site })),
    contributors,
  };
}

/** What a call contributes to a machine of this class: the portable module, that for the class, and the inventory's extra ones. */
function contributions(call: Call, { result: key }: MachineClass): readonly Contribution[] {
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
function fromEach<T, R>(several: readonly T[], make: (one: T) => readonly R[]): readonly R[] {
  const made: R[] = [];
  const problems: Diagnostic[] = [];
  for (const one of several) problems.push(...problemsOf(() => made.push(...make(one))));
  if (problems.length > 0) throw new TroupeError(problems);
  return made;
}

/** Definitions (an object, several, or a function that makes them) as modules. Functions run when the machine is evaluated. */
const definitionModules = (contributed: readonly Contribution[], config: unknown): readonly Module[] =>
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
