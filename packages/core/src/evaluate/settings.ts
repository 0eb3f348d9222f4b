/**
 * Settings: the module system over a role's interface and every place that sets something, once for all members with
 * the same places.
 */
import {
  type Diagnostic,
  type Evaluation,
  evalModules,
  force,
  isPlainObject,
  isTroupeError,
  type Module,
  type ModuleLike,
  type Site,
} from "@troupe/modules";
import { moduleDiagnostics, overrideLeaves, plainValues, readTooDeep } from "@troupe/modules/internal";
import type { Interface } from "../model/interface.ts";
import { interfaceModules, interfaceOptions, isModules } from "../interface.ts";
import type { Definitions } from "../model/definitions.ts";
import type { GroupPlace, Instance, InstanceRole, SettingsPlace } from "../model/instance.ts";
import { labelsByMember } from "../collections.ts";
import { memoize } from "../memoize.ts";
import type { Meta } from "../model/meta.ts";
import { checkSettings } from "./settings-form.ts";

/**
 * Priorities of `defaults`: weaker than settings (100), stronger than the interface's own defaults (1500).
 *
 * @example
 * defaultsPriority.tag < defaultsPriority.role; // => true
 */
export const defaultsPriority = { role: 1200, tag: 1100 } as const;

/** The settings of one role of one instance. */
export interface RoleSettings {
  /** The settings of the role itself, without any machine's. */
  readonly role: () => Evaluation;
  /** The settings of a member. */
  readonly of: (machine: string) => Evaluation;
  /** The settings of a member as frozen plain data; undefined if they must not be read yet, or have a problem. */
  readonly ready: (machine: string) => unknown;
  /** The settings of a member with more modules. */
  readonly extended: (machine: string, modules: readonly ModuleLike[]) => Evaluation;
  /** All problems in the settings of members; each once, however many members share it. */
  readonly diagnostics: () => readonly Diagnostic[];
}

/** The input of settings besides the places that set them. */
export interface SettingsContext {
  readonly declared: Interface;
  readonly meta: Meta;
  /** The place of the interface. */
  readonly declaredAt: Site;
}

/**
 * The settings of a role's members.
 *
 * All places have equal priority, as the seed (002) says: equal values merge, lists concatenate, unequal scalars
 * conflict.
 */
export function roleSettings(
  instance: Pick<Instance, "name" | "path" | "site">,
  { name: role, members, own, tags, select, machines, joined }: InstanceRole,
  { declared, meta, declaredAt }: SettingsContext,
): RoleSettings {
  const path = [...(instance.path ?? ["instances", instance.name]), "roles", role];
  // A missing setting has no place; the place to add it is the role, or the join.
  const withPlace = (problem: Diagnostic, around: Site): Diagnostic => {
    if (problem.marks.some(({ site }) => site.file !== undefined || site.label !== undefined)) return problem;
    return { ...problem, marks: [{ site: ofDeclarations.has(problem.code) ? declaredAt : around }] };
  };
  const roleSite = (): Site => ({ ...instance.site, pointer: path, label: `instance ${instance.name}, role ${role}` });
  const isSet = ({ settings, defaults }: SettingsPlace) => settings.length > 0 || defaults.length > 0;
  const known = new Map<SettingsPlace, readonly (() => Module)[]>();
  const placeModules = (place: SettingsPlace, priority: number) =>
    memoize(known, place, () => modulesOf(place, priority));

  function modulesOf({ settings, defaults }: SettingsPlace, priority: number): readonly (() => Module)[] {
    const weakened = (value: unknown) => overrideLeaves(priority, value, interfaceOptions(declared, meta));
    return [
      ...settings.map((definition) => settingsModule(definition, (value) => value)),
      ...defaults.map((definition) => settingsModule(definition, weakened)),
    ];
  }

  /**
   * The definitions of these places, in the order in which Clan imports them; it decides the order of concatenated
   * lists.
   */
  const placed = (machine: string | undefined, around: readonly GroupPlace[]): readonly (() => Module)[] =>
    (machine === undefined ? around : [machines.get(machine)!, ...around]).flatMap((place) =>
      placeModules(place, defaultsPriority.tag),
    );
  const ofRole = () => placeModules(own, defaultsPriority.role);

  /**
   * Settings that come from these places; a machine without any of its own shares those of its tags and of what selects
   * it.
   */
  function evaluate(
    machine: string | undefined,
    around: readonly GroupPlace[],
    more: readonly ModuleLike[],
  ): Evaluation {
    const modules = [...more, ...interfaceModules(declared), ...ofRole(), { imports: placed(machine, around) }];
    return evalModules({ modules, specialArgs: { meta }, prefix: settingsPath(machine) });
  }

  /** Returns the settings as plain data where they need no evaluation, and so have no problems. */
  function valuesAtOnce(machine: string | undefined, around: readonly GroupPlace[]): object | undefined {
    if (isModules(declared)) return undefined;
    try {
      const definitions = [...ofRole(), ...placed(machine, around)].map((define) => define());
      return plainValues(declared, definitions, settingsPath(machine));
    } catch (error) {
      if (readTooDeep(error)) throw error;
      // The evaluation reports the problems.
      return undefined;
    }
  }

  const settingsPath = (machine: string | undefined): readonly string[] =>
    machine === undefined ? [...path, "settings"] : [...path, "machines", machine, "settings"];

  const groups = [...tags.values(), ...select].filter(isSet);
  const noGroups: readonly GroupPlace[] = groups.length === 0 ? groups : [];
  let ofMembers: ReadonlyMap<string, readonly GroupPlace[]> | undefined;
  /**
   * The tags a member carries, and what selects it, as far as they set something. Mostly all members have the same
   * groups.
   */
  const groupsOf = groups.every((group) => group.members === members)
    ? () => groups
    : (machine: string) =>
        (ofMembers ??= labelsByMember(groups.map((group) => [group, group.members]))).get(machine) ?? noGroups;
  const setsItself = new Set([...machines].flatMap(([machine, place]) => (isSet(place) ? [machine] : [])));
  /** By the machine if it sets something itself, else by what is around it. */
  const allShared = new Map<string | readonly GroupPlace[], Shared>();
  const sharedBy = (machine: string | undefined, around: readonly GroupPlace[]): Shared =>
    memoize(allShared, machine ?? around, () => share(machine, around));
  const ownMachine = (machine: string): string | undefined => (setsItself.has(machine) ? machine : undefined);
  const sharedOf = (machine: string): Shared => sharedBy(ownMachine(machine), groupsOf(machine));

  function share(machine: string | undefined, around: readonly GroupPlace[]): Shared {
    let known: Evaluation | undefined;
    const evaluation = () => (known ??= evaluate(machine, around, []));
    let plain: { readonly value: object | undefined } | undefined;
    // Settings of nested services may read exports, which cannot be read yet when calls are made.
    const atOnce = () => (plain ??= { value: joined === undefined ? valuesAtOnce(machine, around) : undefined }).value;
    let data: { readonly value: unknown } | undefined;
    return {
      evaluation,
      ready: () =>
        (data ??= { value: joined === undefined ? frozen(atOnce() ?? plainData(evaluation())) : undefined }).value,
      diagnostics: () => (atOnce() === undefined ? evaluation().diagnostics() : []),
    };
  }

  return {
    role: () => sharedBy(undefined, noGroups).evaluation(),
    of: (machine) => sharedOf(machine).evaluation(),
    ready: (machine) => sharedOf(machine).ready(),
    extended: (machine, more) => evaluate(ownMachine(machine), groupsOf(machine), more),
    diagnostics: () =>
      [...new Map(members.map((machine) => [sharedOf(machine), machine]))].flatMap(([shared, machine]) =>
        shared.diagnostics().map((problem) => withAdvice(withPlace(problem, joined?.get(machine) ?? roleSite()))),
      ),
  };
}

const { conflictingDeclarations, conflictingDefinitions, invalidDeclaration } = moduleDiagnostics;
const ofDeclarations: ReadonlySet<string> = new Set([conflictingDeclarations.code, invalidDeclaration.code]);

/** Adds the advice to use `defaults`, because settings of all places have equal priority. */
function withAdvice(problem: Diagnostic): Diagnostic {
  if (
    problem.code !== conflictingDefinitions.code ||
    problem.marks.some(({ note }) => note?.includes("(priority ") === true)
  )
    return problem;
  return {
    ...problem,
    hint: `${problem.hint} Or move the value that is to give way from \`settings\` to \`defaults\`, of the role or of a tag.`,
  };
}

/** Settings of one or more members. */
interface Shared {
  readonly evaluation: () => Evaluation;
  readonly ready: () => unknown;
  readonly diagnostics: () => readonly Diagnostic[];
}

function plainData(evaluation: Evaluation): unknown {
  try {
    return force(evaluation.config);
  } catch (error) {
    if (isTroupeError(error)) return undefined;
    throw error;
  }
}

/** Freezes data that several calls share, so that no call changes it for the others. */
function frozen<T>(value: T): T {
  if ((Array.isArray(value) || isPlainObject(value)) && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

/** Returns a place's settings as a module; their form is checked when they are read. */
function settingsModule({ value, site }: Definitions[number], change: (value: unknown) => unknown): () => Module {
  let known: Module | undefined;
  return () => {
    if (known === undefined) checkSettings(value, site);
    return (known ??= { config: change(value), site });
  };
}
