/** Returns the value under a name that a user chose, even if the name is "constructor". */
export const ownValue = <T>(record: { readonly [name: string]: T }, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

/** The form and the order of names. */
import { didYouMean } from "@troupe/modules/internal";
import { memoize } from "./memoize.ts";
import type { NameRule } from "./model/names.ts";

/** Byte order: the same on every machine, whatever its locale. */
export const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The keys of a record in byte order. */
export const sortedKeys = (record: object): string[] => Object.keys(record).toSorted(byName);

/**
 * The names in any of these lists, each in byte order and without repetition: one of the lists itself where that has
 * them all.
 */
export function unionOf(lists: readonly (readonly string[])[]): readonly string[] {
  const longest = lists.reduce((a, b) => (b.length > a.length ? b : a), none);
  const isThere = (name: string): boolean => hasName(longest, name);
  if (lists.every((list) => list === longest || list.every(isThere))) return longest;
  return [...new Set(lists.flat())].toSorted(byName);
}

const none: readonly string[] = [];

function hasName(sorted: readonly string[], name: string): boolean {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (sorted[middle]! < name) from = middle + 1;
    else to = middle;
  }
  return sorted[from] === name;
}

/** A machine's name becomes its host name and part of scopes. */
export const machineName: NameRule = {
  pattern: /^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/,
  allowed: "only letters, digits and hyphens are allowed, at most 63, as in a host name",
};

/** Names of instances and services: free, but for what scopes (":") and nested services ("/") need. */
export const freeName: NameRule = {
  pattern: /^[^:/\s\p{Cc}\p{Cf}\p{Cs}]+$/u,
  allowed: '":", "/", white space and invisible characters are not allowed',
};

/** Names of tags: free, but for characters that nobody sees. */
export const tagName: NameRule = {
  pattern: /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u,
  allowed: "invisible characters are not allowed",
};

/** Manifest names may carry a namespace, as Clan's do: "clan-core/borgbackup". */
export const serviceName: NameRule = {
  pattern: /^[^:\s\p{Cc}\p{Cf}\p{Cs}]+$/u,
  allowed: '":", white space and invisible characters are not allowed',
};

const mostCompared = 100;

/** Returns a memoized `didYouMean`. Of many wrong names only the first ones are compared with all others. */
export function nearestName(): typeof didYouMean {
  const known = new Map<string, Map<string, string | undefined>>();
  return (wrong, names) => {
    if (!known.has(wrong) && known.size === mostCompared) return undefined;
    const all = [...names];
    // A name may be wrong among machines and among roles.
    const among = JSON.stringify([all.length, all[0], all.at(-1)]);
    return memoize(
      memoize(known, wrong, () => new Map<string, string | undefined>()),
      among,
      () => didYouMean(wrong, all),
    );
  };
}

/** True for a hint that names what may have been meant, and not just what there is. */
export const isNear = (hint: string | undefined): boolean => hint?.startsWith("Did you mean") === true;
