/**
 * What Clan's own evaluation of an inventory shows and Troupe has no use for: the order of tags, which tags the
 * inventory declares, which roles an instance mentions. Only names and their order are taken from here; who has which
 * tag is Troupe's answer.
 */
import {
  type AnyType,
  evalModules,
  isTroupeError,
  mkDefault,
  mkOrder,
  type ModuleLike,
  option,
  t,
} from "@troupe/modules";
import type { Scope } from "../modules/expression.ts";
import { type CaseModule, moduleOf } from "../modules/module.ts";
import { deferred, sortedKeys } from "../modules/values.ts";

const anything = t.lazyAttrsOf(t.deferred);
const instance = t.submodule({ roles: option(t.attrsOf(t.deferred)) }, { freeformType: anything });

/** See above. */
export interface Outline {
  readonly instances: () => readonly string[];
  /** The roles that an instance mentions. */
  readonly roles: (instance: string) => readonly string[];
  /** The tags that the inventory declares, and those that always exist. */
  readonly tags: () => readonly string[];
  readonly members: (tag: string) => readonly string[];
  readonly machineTags: (machine: string) => readonly string[];
}

interface Written {
  readonly machines: Readonly<Record<string, { readonly tags: readonly string[]; readonly machineClass: string }>>;
  readonly instances: Readonly<Record<string, { readonly roles: object }>>;
  readonly tags: Readonly<Record<string, readonly string[]>>;
}

/** What is to be outlined. */
export interface Outlined {
  readonly definitions: readonly unknown[];
  readonly tagsModule: CaseModule | undefined;
  /** Machines that are known from elsewhere. */
  readonly machines: readonly string[];
}

/** The outline of an inventory. Where it has errors there is nothing to be seen. */
export function outlineOf({ definitions, tagsModule, machines }: Outlined, scope: Scope): Outline {
  const machineModule: ModuleLike = ({ name }) => ({
    options: { tags: option(t.listOf(t.str)), machineClass: option(t.str, { default: "nixos" }) },
    // After the machine's own ones.
    config: {
      tags: mkOrder(
        1001,
        deferred(() => withTag(name as string)),
      ),
    },
    freeformType: anything,
  });
  const evaluation = evalModules<Written>({
    modules: [
      {
        freeformType: anything,
        options: {
          machines: option(t.attrsOf(t.submoduleWith({ modules: [machineModule] }))),
          instances: option(t.attrsOf(instance)),
          tags: option(tagsType()),
        },
      },
      { config: { machines: Object.fromEntries(machines.map((name) => [name, {}])), tags: {} } },
      ...(tagsModule === undefined ? [] : [{ config: { tags: moduleOf(tagsModule, scope) } }]),
      ...definitions.map((config) => ({ config })),
    ],
  });
  const written = (): Written => evaluation.config;
  const withTag = (machine: string): readonly string[] =>
    sortedKeys(written().tags).filter((tag) => written().tags[tag]!.includes(machine));
  const ofClass = (name: string): readonly string[] =>
    sortedKeys(written().machines).filter((machine) => written().machines[machine]!.machineClass === name);

  function tagsType(): AnyType {
    const computed = {
      all: mkDefault(deferred(() => sortedKeys(written().machines))),
      nixos: mkDefault(deferred(() => ofClass("nixos"))),
      darwin: mkDefault(deferred(() => ofClass("darwin"))),
    };
    return t.submoduleWith({
      modules: [{ freeformType: t.lazyAttrsOf(t.listOf(t.str)), config: computed }],
      specialArgs: { machines: deferred(() => written().machines) },
      reader: {
        accepts: () => true,
        toModule: (value, site) => (typeof value === "function" ? (value as ModuleLike) : { config: value, site }),
      },
    });
  }
  return {
    instances: () => visible(() => sortedKeys(written().instances)),
    roles: (instance) => visible(() => Object.keys(written().instances[instance]!.roles)),
    tags: () => visible(() => sortedKeys(written().tags)),
    members: (tag) => visible(() => [...written().tags[tag]!]),
    machineTags: (machine) => visible(() => [...new Set(written().machines[machine]!.tags)]),
  };
}

function visible(compute: () => readonly string[]): readonly string[] {
  try {
    return compute();
  } catch (error) {
    if (isTroupeError(error) || error instanceof RangeError) return [];
    throw error;
  }
}
