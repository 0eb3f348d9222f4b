/** The manifest: everything a generation consists of, as data and as the lines that POSIX sh on the machine reads. */
import { fail } from "@troupe/modules";
import { invalidManifest } from "../diagnostics.ts";
import type { Manifest } from "../model/manifest.ts";
import { isRefusal } from "./fields.ts";
import { compareBytes } from "./bytes.ts";
import { lineKinds } from "./manifest-lines.ts";

/** The first line of a manifest; the number changes when older agents could not follow. */
const header = "troupe-generation 1";

/**
 * The manifest's text: the header, then one line an entry, fields separated by tabs, sorted by bytes, `-` for what is not given.
 * Equal manifests give equal text, whatever the order of their entries. Throws TRP3001 for values that no line can hold.
 *
 * @example
 * const manifest = parseManifest("troupe-generation 1\nmachine\talice\n");
 * printManifest({ ...manifest, packages: ["redis-server"] }); // => "troupe-generation 1\nmachine\talice\npackage\tredis-server\n"
 */
export function printManifest(manifest: Manifest): string {
  const lines = lineKinds.flatMap((kind) => kind.print(manifest));
  for (const line of lines) {
    if (isRefusal(line)) return fail(invalidManifest, { reason: line.refused });
  }
  const sorted = (lines as string[]).toSorted(compareBytes);
  const twice = sorted.find((line, index) => line === sorted[index - 1]);
  const reason = twice === undefined ? contradiction(manifest) : `there are two lines ${JSON.stringify(twice)}`;
  return reason === undefined ? [header, ...sorted, ""].join("\n") : fail(invalidManifest, { reason });
}

/**
 * Reads a manifest's text. It is strict: what {@link printManifest} would not print is refused (TRP3001), so
 * `printManifest(parseManifest(text)) === text`.
 *
 * @example
 * parseManifest("troupe-generation 1\nmachine\talice\npackage\tredis-server\n").packages; // => ["redis-server"]
 * parseManifest("troupe-generation 1\nmachine\talice"); // => throws TRP3001
 */
export function parseManifest(text: string): Manifest {
  if (!text.startsWith(`${header}\n`)) return fail(invalidManifest, { reason: `it does not begin with ${header}`, line: 1 });
  if (!text.endsWith("\n")) return fail(invalidManifest, { reason: "its last line is cut off" });
  const lines = text.split("\n").slice(1, -1);
  const found: Record<string, unknown[]> = {};
  for (const kind of lineKinds) found[kind.key] = [];
  for (const [index, line] of lines.entries()) {
    const at = index + 2;
    const [word, ...fields] = line.split("\t");
    const kind = lineKinds.find((kind) => kind.word === word);
    if (kind === undefined) return fail(invalidManifest, { reason: `there is no line ${JSON.stringify(word)}`, line: at });
    if (index > 0 && compareBytes(lines[index - 1]!, line) >= 0) return fail(invalidManifest, { reason: "lines are not sorted", line: at });
    const entry = kind.parse(fields);
    if (isRefusal(entry)) return fail(invalidManifest, { reason: entry.refused, line: at });
    found[kind.key]!.push(entry);
  }
  const { machine: machines, hostname: hostnames, ...entries } = found;
  if (machines!.length !== 1) return fail(invalidManifest, { reason: "it must have one line machine" });
  if (hostnames!.length > 1) return fail(invalidManifest, { reason: "it has more than one line hostname" });
  const manifest = { machine: machines![0], ...(hostnames!.length > 0 && { hostname: hostnames![0] }), ...entries } as unknown as Manifest;
  const reason = contradiction(manifest);
  return reason === undefined ? manifest : fail(invalidManifest, { reason });
}

/** What lines say that other lines do not agree with. */
function contradiction(manifest: Manifest): string | undefined {
  const files = new Set(manifest.files.map((file) => file.path));
  const named: [what: string, names: readonly string[]][] = [
    ["file", manifest.files.map((file) => file.path)],
    ["etc", manifest.etc.map((entry) => entry.target)],
    ["host", manifest.hosts.map((entry) => entry.ip)],
    ["unit", manifest.units.map((unit) => unit.name)],
    ["group", manifest.groups.map((group) => group.name)],
    ["user", manifest.users.map((user) => user.name)],
    ["health", manifest.health.map((check) => check.name)],
  ];
  for (const [what, names] of named) {
    const seen = new Set<string>();
    const twice = names.find((name) => seen.size === seen.add(name).size);
    if (twice !== undefined) return `there are two lines ${what} for ${twice}`;
  }
  const paths = [...manifest.etc, ...manifest.health].map((entry) => entry.path);
  const lost = [...paths, ...manifest.tmpfiles, ...manifest.sysctl].find((path) => !files.has(path));
  if (lost !== undefined) return `the file ${lost} is used but not listed`;
  const textless = manifest.units.find((unit) => !files.has(`units/${unit.name}`) && !files.has(`units/${unit.name}.d/overrides.conf`));
  return textless === undefined ? undefined : `the unit ${textless.name} has no file`;
}
