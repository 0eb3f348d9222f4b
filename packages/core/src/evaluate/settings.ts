/** Settings: the module system over a role's interface and every place that sets something, once for all members with the same places. */
import { type Diagnostic, type Evaluation, evalModules, type ModuleLike, type OptionTree, overrideLeaves } from "@troupe/modules";
import type { Definitions, Instance, InstanceRole, SettingsPlace } from "../inventory/model.ts";

/** Priorities of `defaults`: weaker than settings (100), stronger than the interface's own defaults (1500). */
const roleDefaults = 1200;
const tagDefaults = 1100;

/** The settings of one role of one instance. */
export interface RoleSettings {
  /** Those of the role itself, without any machine's. */
  readonly role: () => Evaluation;
  /** Those that hold for a member. */
  readonly of: (machine: string) => Evaluation;
  /** All problems in the settings of members; each once, however many members share it. */
  readonly diagnostics: () => readonly Diagnostic[];
}

/**
 * The settings of a role's members. `tagsOf` gives the tags that a machine carries.
 *
 * All places have equal priority, as the seed (002) says: equal values merge, lists concatenate, unequal scalars conflict.
 */
export function roleSettings(
  { name: instance, site }: Pick<Instance, "name" | "site">,
  { name: role, members, own, tags, machines }: InstanceRole,
  options: OptionTree,
  tagsOf: (machine: string) => readonly string[],
): RoleSettings {
  const path = ["instances", instance, "roles", role];
  const evaluations = new Map<string, Evaluation>();
  const ownModules = placeModules(own, roleDefaults, options);

  function evaluate(machine: string | undefined, carried: readonly string[]): Evaluation {
    const key = JSON.stringify([machine, ...carried]);
    const known = evaluations.get(key);
    if (known !== undefined) return known;
    // The order in which Clan imports them; it decides the order of concatenated lists.
    const imports = [
      ...(machine === undefined ? [] : placeModules(machines.get(machine)!, tagDefaults, options)),
      ...carried.flatMap((tag) => placeModules(tags.get(tag)!, tagDefaults, options)),
    ];
    const prefix = machine === undefined ? [...path, "settings"] : [...path, "machines", machine, "settings"];
    const evaluation = evalModules({ modules: [{ options }, ...ownModules, { imports }], prefix });
    evaluations.set(key, evaluation);
    return evaluation;
  }

  const hasOwn = (machine: string) => {
    const place = machines.get(machine);
    return place !== undefined && (place.settings.length > 0 || place.defaults.length > 0);
  };
  const of = (machine: string) => {
    const carried = tags.size === 0 ? [] : tagsOf(machine).filter((tag) => tags.has(tag));
    return evaluate(hasOwn(machine) ? machine : undefined, carried);
  };
  return {
    role: () => evaluate(undefined, []),
    of,
    diagnostics: () =>
      [...new Set(members.map(of))]
        .flatMap((evaluation) => evaluation.diagnostics())
        // What is missing stands nowhere; the place to add it is the role.
        .map((problem) => (problem.marks.length > 0 ? problem : { ...problem, marks: [{ site: { ...site, pointer: path, label: `instance ${instance}, role ${role}` } }] })),
  };
}

function placeModules({ settings, defaults }: SettingsPlace, priority: number, options: OptionTree): ModuleLike[] {
  const module = ({ value, site }: Definitions[number]): ModuleLike => ({ config: value, site });
  const weak = ({ value, site }: Definitions[number]): ModuleLike => ({ config: overrideLeaves(priority, value, options), site });
  return [...settings.map(module), ...defaults.map(weak)];
}
