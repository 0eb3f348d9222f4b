/**
 * The differences between two closures, package by package, as `nix store diff-closures` computes them, for stores of
 * two machines.
 */
import type { ClosureChange } from "../details.ts";

/** A path that one of two closures has: its name in the store, and its size in bytes. */
export interface ClosurePath {
  readonly name: string;
  readonly bytes: number;
}

/** Below this, a package that is only another build of the same versions is not worth a line. */
const noise = 8 * 1024;

/**
 * Paths that only the first or only the second closure has, as changes of packages, by name. A package of which only
 * builds differ, and by less than 8 KiB, is left out.
 *
 * @example
 * const before = [{ name: "0c1f0cjhbwydlbrd8w2xd6lcvq5ayd5w-redis-7.2.4", bytes: 3_000_000 }];
 * const after = [{ name: "1b9p07z77phvv2hf6gm9f28syp39f1ag-redis-7.2.5", bytes: 3_012_000 }];
 * closureChanges(before, after); // => [{ name: "redis", from: ["7.2.4"], to: ["7.2.5"], bytes: 12_000 }]
 */
export function closureChanges(gone: readonly ClosurePath[], come: readonly ClosurePath[]): readonly ClosureChange[] {
  const [before, after] = [byPackage(gone), byPackage(come)];
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return names.flatMap((name) => {
    const [from, to] = [before.get(name) ?? nothing, after.get(name) ?? nothing];
    const change = { name, from: versionsOf(from), to: versionsOf(to), bytes: sum(to) - sum(from) };
    return change.from.join() === change.to.join() && Math.abs(change.bytes) < noise ? [] : [change];
  });
}

interface Versioned extends ClosurePath {
  readonly version: string;
}

const nothing: readonly Versioned[] = [];
const sum = (paths: readonly ClosurePath[]): number => paths.reduce((bytes, path) => bytes + path.bytes, 0);
const versionsOf = (paths: readonly Versioned[]): readonly string[] =>
  [...new Set(paths.map(({ version }) => version))].toSorted();

function byPackage(paths: readonly ClosurePath[]): ReadonlyMap<string, readonly Versioned[]> {
  const packages = new Map<string, Versioned[]>();
  for (const path of paths) {
    const { name, version } = nameAndVersion(path.name);
    const versions = packages.get(name);
    if (versions === undefined) packages.set(name, [{ ...path, version }]);
    else versions.push({ ...path, version });
  }
  return packages;
}

/**
 * A version begins at the first dash before something that is no letter, as in Nix; outputs (`-lib`, `-man`) belong to
 * their package.
 */
function nameAndVersion(path: string): { readonly name: string; readonly version: string } {
  const rest = path.replace(/^[0-9a-z]{32}-/, "");
  const [, name = rest, version = ""] = /^(.+?)-([^a-zA-Z].*)$/.exec(rest) ?? [];
  return {
    name,
    version: version.replace(/-(?:bin|dev|lib|man|doc|info|out|data|debug|devdoc|dist|getent|nscd|modules)$/, ""),
  };
}

/** Bytes by which a system grows. */
export function growth(gone: readonly ClosurePath[], come: readonly ClosurePath[]): number {
  return sum(come) - sum(gone);
}
