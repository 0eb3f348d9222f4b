/** Groups and labels of lists. */
import { memoize } from "./memoize.ts";

/** Values by a key, in the order in which they come. */
export function groupBy<K, V>(values: Iterable<V>, key: (value: V) => K): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) memoize(groups, key(value), (): V[] => []).push(value);
  return groups;
}

/**
 * The labels that each member has, in the order of the labels. Members with the same labels share one frozen list.
 *
 * @example
 * [...labelsByMember([["x", ["a", "b"]], ["y", ["b"]]])]; // => [["a", ["x"]], ["b", ["x", "y"]]]
 */
export function labelsByMember<L>(
  labelled: Iterable<readonly [L, Iterable<string>]>,
): ReadonlyMap<string, readonly L[]> {
  const labels = new Map<string, readonly L[]>();
  for (const [label, members] of labelled) addLabel(labels, label, members);
  for (const list of labels.values()) Object.freeze(list);
  return labels;
}

function addLabel<L>(labels: Map<string, readonly L[]>, label: L, members: Iterable<string>): void {
  const extended = new Map<readonly L[], readonly L[]>();
  const extend = (list: readonly L[]) =>
    memoize(extended, list, () => (list.at(-1) === label ? list : [...list, label]));
  // Mostly all members have the same labels.
  let [before, after] = [unlabelled as readonly L[], extend(unlabelled)];
  for (const member of members) {
    const own = labels.get(member) ?? unlabelled;
    if (own !== before) [before, after] = [own, extend(own)];
    if (after !== own) labels.set(member, after);
  }
}

const unlabelled: readonly never[] = [];

/** True for the same things in the same order. */
export const sameElements = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a === b || (a.length === b.length && a.every((each, index) => each === b[index]));
