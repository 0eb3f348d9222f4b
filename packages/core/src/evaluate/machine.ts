/** One machine's configuration: the options of its platform, its own module, and what every call made for it. */
import { type Evaluation, evalModules, type ModuleLike, rememberedSite, type Site } from "@troupe/modules";
import { guard } from "../guard.ts";
import type { Machine } from "../inventory/model.ts";
import type { Json } from "../exports/types.ts";
import type { ServiceResult } from "../service/context.ts";
import { type Call, inside } from "./calls.ts";

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

/** Something that contributes to a machine, with words for it. */
interface Contribution extends PlatformModule {
  readonly what: string;
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
  const own = machine.module.map((definition): Contribution => {
    const what = `The module of machine ${JSON.stringify(machine.name)}`;
    return { ...definition, what, portable: typeof definition.value !== "function" };
  });
  const opaque = machineClass.opaqueResult === true;
  const isOpaque = ({ portable }: Contribution) => opaque && !portable;
  const ofCall =
    (call: Call): ModuleLike =>
    () => ({
      imports: contributions(call, machineClass)
        .filter((each) => !isOpaque(each))
        .map(definitionModule),
    });
  const modules: ModuleLike[] = [
    ...machineClass.modules,
    ...own.filter((each) => !isOpaque(each)).map(definitionModule),
    ...calls.map(ofCall),
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
  const site: Site = { ...call.site, label: call.label, origin: call.origin };
  return [
    { value: result.module, what: `module in ${call.caller}`, portable: true, site: inside(site, "module") },
    { value: result[key], what: `${key} in ${call.caller}`, portable: false, site: inside(site, key) },
    ...call.extraModules.map((extra) => ({
      value: extra.value,
      what: `An extra module of ${call.label}`,
      portable: typeof extra.value !== "function",
      site: { ...extra.site, origin: call.origin },
    })),
  ].filter(({ value }) => value !== undefined);
}

/** Definitions (an object, several, or a function that makes them) as a module. The function runs when the machine is evaluated. */
function definitionModule({ value, what, site }: Contribution): ModuleLike {
  return ({ config }) => {
    const made = typeof value === "function" ? guard(what, site, () => value({ config }) as unknown) : value;
    const list = Array.isArray(made) ? made : [made];
    return { imports: list.map((each: unknown) => ({ config: each, site: { ...site, ...position(rememberedSite(each)) } })) };
  };
}

/** Where the fragment itself was written is nearer than where its service was. */
function position(site: Site | undefined): Pick<Site, "file" | "line" | "column" | "pointer"> {
  return site?.file === undefined ? {} : { file: site.file, line: site.line, column: site.column, pointer: undefined };
}
