/**
 * The entries of a plan: parts of a generation that people know by name, each with a print that tells versions apart.
 */
import type { Manifest } from "@troupe/linux";
import type { LinuxChangeKind } from "../change-kinds.ts";
import { maskedUnits } from "./units.ts";

/** A part of a generation. */
export interface Entry {
  readonly kind: LinuxChangeKind;
  readonly name: string;
  /** The key of the entry in the provenance. */
  readonly key: string;
  /** Two entries are equal if their prints are. */
  readonly print: string;
  /** Tree paths of the content. */
  readonly paths: readonly string[];
  readonly notes?: readonly string[];
}

type MakeEntry = (
  kind: LinuxChangeKind,
  name: string,
  key: string,
  paths: readonly string[],
  print: unknown,
  notes?: readonly string[],
) => Entry;
type EntryReader = (manifest: Manifest, entry: MakeEntry) => readonly Entry[];

const none: EntryReader = () => [];

/**
 * The entries of each list of a manifest, in the order in which people read them. The type demands a reader for each
 * list.
 */
const readers: { readonly [K in keyof Required<Manifest>]: EntryReader } = {
  hostname: ({ hostname }, entry) =>
    hostname === undefined ? [] : [entry("hostname", hostname, `hostname:${hostname}`, [], hostname)],
  hosts: ({ hosts }, entry) =>
    hosts.map(({ ip, names }) => entry("host", ip, `host:${ip}`, [], names, [names.join(" ")])),
  etc: ({ etc }, entry) =>
    etc.map(({ path, ...rest }) =>
      entry("etc", `/etc/${rest.target}`, `etc:${rest.target}`, [path], rest, ownership(rest)),
    ),
  tmpfiles: ({ tmpfiles }, entry) => tmpfiles.map((path) => entry("tmpfiles", path, `tmpfiles:${path}`, [path], "")),
  sysctl: ({ sysctl }, entry) => sysctl.map((path) => entry("sysctl", path, `sysctl:${path}`, [path], "")),
  units: (manifest, entry) => [...unitEntries(manifest, entry), ...maskEntries(manifest, entry)],
  health: ({ health }, entry) =>
    health.map(({ name, timeoutSeconds, path, description }) => {
      const notes = [...(description === undefined ? [] : [description]), `within ${timeoutSeconds} seconds`];
      return entry("health", name, `health:${name}`, [path], [timeoutSeconds, description], notes);
    }),
  // The plan compares accounts and packages with the machine itself.
  users: none,
  groups: none,
  packages: none,
  // Other entries show the rest: `wants` belong to units, and files to the entries that use them.
  machine: none,
  files: none,
  wants: none,
  state: none,
};

function unitEntries({ files, units, wants }: Manifest, entry: MakeEntry): readonly Entry[] {
  const wantsByUnit = Map.groupBy(wants, ({ unit }) => unit);
  return units.map((unit) => {
    const { name } = unit;
    const paths = files
      .map(({ path }) => path)
      .filter((path) => path === `units/${name}` || path.startsWith(`units/${name}.d/`));
    const wantedBy = (wantsByUnit.get(name) ?? []).map(
      ({ target, kind }) => `${kind === "wants" ? "wanted" : "required"} by ${target}`,
    );
    return entry("unit", name, `unit:${name}`, paths.toSorted(), [unit, wantedBy.toSorted()], wantedBy.toSorted());
  });
}

function maskEntries(manifest: Manifest, entry: MakeEntry): readonly Entry[] {
  return maskedUnits(manifest).map((name) =>
    entry("unit", name, `unit:${name}`, [], "masked", ["masked: it cannot be started"]),
  );
}

/**
 * Returns all parts of a generation by `kind:name`, except accounts and packages. Files that no entry uses are scripts.
 */
export function entriesOf(manifest: Manifest | undefined): ReadonlyMap<string, Entry> {
  if (manifest === undefined) return new Map();
  const digests = new Map(manifest.files.map(({ path, sha256 }) => [path, sha256]));
  const used = new Set(maskedUnits(manifest).map((name) => `units/${name}`));
  const entry: MakeEntry = (kind, name, key, paths, print, notes) => {
    for (const path of paths) used.add(path);
    const contents = paths.map((path) => digests.get(path));
    return { kind, name, key, paths, print: JSON.stringify([print, contents]), ...(notes !== undefined && { notes }) };
  };
  const entries = Object.values(readers).flatMap((read) => read(manifest, entry));
  const scripts = [...digests.keys()]
    .filter((path) => !used.has(path))
    .map((path) => entry("script", withoutHash(path), `file:${path}`, [path], ""));
  return new Map(
    [...entries, ...scripts].map((each) => [each.kind === "hostname" ? each.kind : `${each.kind}:${each.name}`, each]),
  );
}

function ownership({
  kind,
  mode,
  user,
  group,
}: Manifest["etc"][number] | Omit<Manifest["etc"][number], "path">): readonly string[] {
  if (kind === "link") return ["link into the generation"];
  const note = `mode ${mode!.toString(8).padStart(4, "0")} ${user}:${group}`;
  return note === "mode 0644 root:root" ? [] : [note];
}

/** Scripts have a digest in their name; people know them without. */
export function withoutHash(path: string): string {
  return path.replace(/^scripts\//, "").replace(/-[0-9a-f]{16}(?=$|\.[a-z]+$)/, "");
}
