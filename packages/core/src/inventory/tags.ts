/** Who carries which tag: own tags, the inventory's `tags` (lists and functions), and the computed ones. */
import { didYouMean, type Diagnostic, diagnose, type Site, TroupeError } from "@troupe/modules";
import { invalidTagMembers, reservedTag, tagCycle, unknownMachine } from "../diagnostics.ts";
import { guard } from "../guard.ts";
import { byName, sortedKeys } from "../names.ts";
import type { TagContext } from "./types.ts";

/** A machine before the inventory's `tags` are known. */
export interface TaggedMachine {
  readonly name: string;
  readonly class: string;
  readonly tags: readonly string[];
}
/** One definition of a tag in the inventory's `tags`. */
export interface TagSource {
  readonly value: unknown;
  readonly site: Site;
}

/**
 * The members of every tag that exists, in byte order: those that machines carry, those that are declared, `all`, and one for each class.
 * Problems are added to `problems`; a tag that cannot be computed has no members.
 */
export function resolveTags(
  machines: ReadonlyMap<string, TaggedMachine>,
  declared: ReadonlyMap<string, readonly TagSource[]>,
  classes: readonly string[],
  problems: Diagnostic[],
): ReadonlyMap<string, readonly string[]> {
  const names = [...machines.keys()].toSorted(byName);
  const members = new Map<string, readonly string[]>([["all", names]]);
  for (const name of classes)
    members.set(
      name,
      names.filter((machine) => machines.get(machine)!.class === name),
    );
  const reserved = new Set(members.keys());

  const carried = new Map<string, string[]>();
  for (const machine of names) {
    for (const tag of machines.get(machine)!.tags) {
      const list = carried.get(tag);
      if (list === undefined) carried.set(tag, [machine]);
      else list.push(machine);
    }
  }

  const running = new Set<string>();
  const compute = (tag: string): readonly string[] => {
    const known = members.get(tag);
    if (known !== undefined) return known;
    if (running.has(tag)) {
      const steps = [...running, tag].map((step) => `tags.${step}`);
      throw new TroupeError([
        diagnose(
          tagCycle,
          { tag },
          {
            marks: declared.get(tag)!.map(({ site }) => ({ site })),
            notes: [`The circle is ${steps.slice(steps.indexOf(`tags.${tag}`)).join(" → ")}.`],
          },
        ),
      ]);
    }
    running.add(tag);
    const found = new Set(carried.get(tag));
    try {
      for (const source of declared.get(tag) ?? []) for (const name of membersOf(tag, source)) found.add(name);
    } finally {
      running.delete(tag);
    }
    const result = [...found].toSorted(byName);
    members.set(tag, result);
    return result;
  };

  const allTags = new Set([...carried.keys(), ...declared.keys(), ...reserved]);
  const context: TagContext = {
    machines: Object.fromEntries(
      [...machines.values()].map(({ name, class: machineClass, tags }) => [name, { name, class: machineClass, tags }]),
    ),
    tags: lazyRecord(allTags, compute),
  };

  function membersOf(tag: string, { value, site }: TagSource): readonly string[] {
    const list =
      typeof value === "function" ? guard(`The function of tag ${JSON.stringify(tag)}`, site, () => value(context) as unknown) : value;
    if (!Array.isArray(list) || !list.every((entry) => typeof entry === "string")) {
      problems.push(
        diagnose(
          invalidTagMembers,
          { tag, got: Array.isArray(list) ? "a list with something else in it" : typeof list },
          { path: `tags.${tag}`, marks: [{ site }] },
        ),
      );
      return [];
    }
    return list.toSorted(byName).filter((name: string) => {
      if (machines.has(name)) return true;
      problems.push(
        diagnose(
          unknownMachine,
          { machine: name, where: `tag ${JSON.stringify(tag)}` },
          { path: `tags.${tag}`, marks: [{ site }], hint: didYouMean(name, names) },
        ),
      );
      return false;
    });
  }

  for (const tag of [...allTags].toSorted(byName)) {
    if (reserved.has(tag)) {
      for (const { site } of declared.get(tag) ?? [])
        problems.push(diagnose(reservedTag, { tag }, { path: `tags.${tag}`, marks: [{ site }] }));
      continue;
    }
    try {
      compute(tag);
    } catch (error) {
      if (!(error instanceof TroupeError)) throw error;
      problems.push(...error.diagnostics);
      members.set(tag, carried.get(tag) ?? []);
    }
  }
  return new Map([...members].toSorted(([a], [b]) => byName(a, b)));
}

/** An object whose values are computed when they are read. */
function lazyRecord<T>(keys: Iterable<string>, value: (key: string) => T): { readonly [key: string]: T } {
  const record: { [key: string]: T } = {};
  for (const key of keys) Object.defineProperty(record, key, { enumerable: true, get: () => value(key) });
  return record;
}

/** The tags of every machine, in byte order. */
export function tagsByMachine(members: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const tags = new Map<string, string[]>();
  for (const tag of sortedKeys(Object.fromEntries(members))) {
    for (const machine of members.get(tag)!) {
      const list = tags.get(machine);
      if (list === undefined) tags.set(machine, [tag]);
      else list.push(tag);
    }
  }
  return tags;
}
