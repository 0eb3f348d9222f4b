/** The members of every tag: tags of machines, the inventory's `tags` (lists and functions), and computed tags. */
import { diagnose, fail, isTroupeError, kindOf, showPath, type Site } from "@troupe/modules";
import { ambiguousName, invalidTagMembers, reservedTag, tagCycle, unknownMachine } from "../diagnostics.ts";
import type { KnownNames } from "../model/names.ts";
import { nameHint } from "../clusters/known-names.ts";
import { guard } from "../guard.ts";
import { byName } from "../names.ts";
import { groupBy } from "../collections.ts";
import type { TagContext } from "../model/inventory-definition.ts";
import type { WrittenInventory } from "../model/written-inventory.ts";

/** A machine before the inventory's `tags` are known. */
export interface TaggedMachine {
  readonly name: string;
  readonly class: string;
  /** As they are written; one may be there twice. */
  readonly tags: readonly string[];
}
/** One definition of a tag in the inventory's `tags`. */
export interface TagSource {
  readonly value: unknown;
  readonly site: Site;
}

/**
 * The members of every tag that exists, in byte order: those that machines carry, those that are declared, `all`, and
 * one for each class. Problems are collected; a tag that cannot be computed has the members that carry it themselves.
 * The machines are in byte order.
 */
export function resolveTags(
  machines: ReadonlyMap<string, TaggedMachine>,
  declared: ReadonlyMap<string, readonly TagSource[]>,
  classes: readonly string[],
  known: KnownNames,
  { problems, nearest }: Pick<WrittenInventory, "problems" | "nearest">,
): ReadonlyMap<string, readonly string[]> {
  // The lists are frozen because functions of tags and services receive them.
  const names = Object.freeze([...machines.keys()]);
  const ofClass = groupBy(names, (name) => machines.get(name)!.class);
  const members = new Map<string, readonly string[]>([
    ["all", names],
    ...classes.map((name) => [name, Object.freeze(ofClass.get(name) ?? [])] as const),
  ]);
  const reserved = new Set(members.keys());
  const carried = new Map<string, string[]>();
  for (const { name, tags } of machines.values()) {
    for (const tag of tags) {
      const carriers = carried.get(tag);
      if (carriers === undefined) carried.set(tag, [name]);
      else if (carriers.at(-1) !== name) carriers.push(name);
    }
  }

  const all = [...new Set([...carried.keys(), ...declared.keys(), ...reserved])].toSorted(byName);
  const running = new Set<string>();
  let handedOut: TagContext["machines"] | undefined;
  const context: TagContext = {
    get machines() {
      return (handedOut ??= Object.fromEntries(
        [...machines].map(([name, machine]) => [name, withoutRepetition(machine)]),
      ));
    },
    tags: lazyRecord(all, compute),
  };

  function compute(tag: string): readonly string[] {
    const computed = members.get(tag);
    if (computed !== undefined) return computed;
    const sources = declared.get(tag) ?? [];
    if (running.has(tag)) failCycle([...running, tag], sources);
    running.add(tag);
    try {
      const carriers = carried.get(tag) ?? [];
      const result = Object.freeze(
        sources.length === 0
          ? carriers
          : [...new Set([...carriers, ...sources.flatMap((source) => membersOf(tag, source))])].toSorted(byName),
      );
      members.set(tag, result);
      return result;
    } finally {
      running.delete(tag);
    }
  }

  function membersOf(tag: string, { value, site }: TagSource): readonly string[] {
    const details = { path: showPath(["tags", tag]), marks: [{ site }] };
    const what = `The function of tag ${JSON.stringify(tag)}`;
    const written = typeof value === "function" ? guard(what, site, () => value(context) as unknown) : value;
    // A hole of a list, as in `new Array(5)`, is no name.
    const list: unknown = Array.isArray(written) ? [...(written as readonly unknown[])] : written;
    if (!Array.isArray(list) || !list.every((entry) => typeof entry === "string")) {
      const got = Array.isArray(list) ? "a list with something else in it" : kindOf(list);
      problems.push(diagnose(invalidTagMembers, { tag, got, computed: typeof value === "function" }, details));
      return [];
    }
    return list.toSorted(byName).flatMap((machine) => {
      // Functions know machines by their ids.
      if (typeof value === "function" && machines.has(machine)) return machine;
      const found = known.find(machine);
      if (found.length === 1) return found;
      const where = `tag ${JSON.stringify(tag)}`;
      const entry = ["tags", tag, String(list.indexOf(machine))];
      const own =
        typeof value === "function" ? details : { ...details, marks: [{ site: { ...site, pointer: entry } }] };
      const hint = nameHint(known, machine, { cluster: undefined, things: "Machines", nearest });
      if (found.length > 1) problems.push(diagnose(ambiguousName, { name: machine, where, candidates: found }, own));
      else problems.push(diagnose(unknownMachine, { machine, where }, { ...own, hint }));
      return [];
    });
  }

  for (const tag of all) {
    try {
      compute(tag);
    } catch (error) {
      if (!isTroupeError(error)) throw error;
      problems.push(...error.diagnostics);
      members.set(tag, carried.get(tag) ?? []);
    }
    const own = reserved.has(tag) ? (declared.get(tag) ?? []) : [];
    problems.push(
      ...own.map(({ site }) =>
        diagnose(reservedTag, { tag, classes }, { path: showPath(["tags", tag]), marks: [{ site }] }),
      ),
    );
  }
  return new Map([...members].toSorted(([a], [b]) => byName(a, b)));
}

const withoutRepetition = ({ name, class: machineClass, tags }: TaggedMachine): TaggedMachine => ({
  name,
  class: machineClass,
  tags: Object.freeze([...new Set(tags)]),
});

function failCycle(steps: readonly string[], sources: readonly TagSource[]): never {
  const tag = steps.at(-1)!;
  const circle = steps.slice(steps.indexOf(tag)).map((step) => showPath(["tags", step]));
  return fail(
    tagCycle,
    { tag },
    { marks: sources.map(({ site }) => ({ site })), notes: [`The circle is ${circle.join(" → ")}.`] },
  );
}

/** An object whose values are computed when they are read. */
function lazyRecord<T>(keys: Iterable<string>, value: (key: string) => T): { readonly [key: string]: T } {
  const record: { [key: string]: T } = {};
  for (const key of keys) Object.defineProperty(record, key, { enumerable: true, get: () => value(key) });
  return record;
}

/** Which of these tags every machine carries, in their order. */
export function tagsByMachine(
  tags: Iterable<string>,
  members: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const ofMachines = new Map<string, string[]>();
  for (const tag of tags) {
    for (const machine of members.get(tag) ?? []) {
      const known = ofMachines.get(machine);
      if (known === undefined) ofMachines.set(machine, [tag]);
      else known.push(tag);
    }
  }
  for (const own of ofMachines.values()) Object.freeze(own);
  return ofMachines;
}
