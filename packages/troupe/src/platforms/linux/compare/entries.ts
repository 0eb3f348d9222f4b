/** The parts of a generation that people know by name, each with what makes it differ. */
import type { Manifest } from "@troupe/linux";
import type { LinuxChangeKind } from "../change-kinds.ts";
import { maskedUnits } from "./units.ts";

/** One part of a generation. */
export interface Entry {
  readonly kind: LinuxChangeKind;
  readonly name: string;
  /** Its key in provenance. */
  readonly key: string;
  /** Two entries are the same if this is. */
  readonly print: string;
  /** Files of the tree with its content. */
  readonly paths: readonly string[];
  readonly notes?: readonly string[];
}

/** All parts by `kind:name`, in the order in which people read them. Users and packages are compared with the machine itself instead. */
export function entriesOf(manifest: Manifest | undefined): ReadonlyMap<string, Entry> {
  if (manifest === undefined) return new Map();
  const sums = new Map(manifest.files.map(({ path, sha256 }) => [path, sha256]));
  const used = new Set<string>();
  const entry = (
    kind: LinuxChangeKind,
    name: string,
    key: string,
    paths: readonly string[],
    print: unknown,
    notes?: readonly string[],
  ): Entry => {
    for (const path of paths) used.add(path);
    const contents = paths.map((path) => sums.get(path));
    return { kind, name, key, paths, print: JSON.stringify([print, contents]), ...(notes !== undefined && { notes }) };
  };
  const unitPaths = (name: string): readonly string[] =>
    [...sums.keys()].filter((path) => path === `units/${name}` || path.startsWith(`units/${name}.d/`)).toSorted();

  const wants = Map.groupBy(manifest.wants, ({ unit }) => unit);
  const wantedBy = (name: string): readonly string[] =>
    (wants.get(name) ?? []).map(({ target, kind }) => `${kind === "wants" ? "wanted" : "required"} by ${target}`).toSorted();
  const named = [
    ...(manifest.hostname === undefined
      ? []
      : [entry("hostname", manifest.hostname, `hostname:${manifest.hostname}`, [], manifest.hostname)]),
    ...manifest.hosts.map(({ ip, names }) => entry("host", ip, `host:${ip}`, [], names, [names.join(" ")])),
    ...manifest.etc.map(({ path, ...rest }) => entry("etc", `/etc/${rest.target}`, `etc:${rest.target}`, [path], rest, ownership(rest))),
    ...manifest.tmpfiles.map((path) => entry("tmpfiles", path, `tmpfiles:${path}`, [path], "")),
    ...manifest.sysctl.map((path) => entry("sysctl", path, `sysctl:${path}`, [path], "")),
    ...manifest.units.map((unit) =>
      entry("unit", unit.name, `unit:${unit.name}`, unitPaths(unit.name), [unit, wantedBy(unit.name)], wantedBy(unit.name)),
    ),
    ...maskedUnits(manifest).map((name) => entry("unit", name, `unit:${name}`, [], "masked", ["masked: it cannot be started"])),
    ...manifest.health.map(({ name, timeoutSeconds, path, description }) =>
      entry(
        "health",
        name,
        `health:${name}`,
        [path],
        [timeoutSeconds, description],
        [...(description === undefined ? [] : [description]), `within ${timeoutSeconds} seconds`],
      ),
    ),
  ];
  for (const name of maskedUnits(manifest)) used.add(`units/${name}`);
  const others = [...sums.keys()]
    .filter((path) => !used.has(path))
    .map((path) => entry("script", withoutHash(path), `file:${path}`, [path], ""));
  return new Map([...named, ...others].map((entry) => [entry.kind === "hostname" ? entry.kind : `${entry.kind}:${entry.name}`, entry]));
}

function ownership({ kind, mode, user, group }: Manifest["etc"][number] | Omit<Manifest["etc"][number], "path">): readonly string[] {
  return kind === "link" ? [] : [`mode ${mode!.toString(8).padStart(4, "0")} ${user}:${group}`];
}

/** Scripts have a digest in their name; people know them without. */
export function withoutHash(path: string): string {
  return path.replace(/^scripts\//, "").replace(/-[0-9a-f]{16}(?=$|\.[a-z]+$)/, "");
}
