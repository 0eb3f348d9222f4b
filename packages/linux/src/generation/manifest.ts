/** The manifest as text: the lines that POSIX sh on the machine reads. */
import { fail } from "@troupe/modules";
import { invalidManifest, newerFormat } from "../diagnostics.ts";
import { formatVersions } from "../model/format-versions.ts";
import type { Manifest } from "../model/manifest.ts";
import { compareBytes } from "./bytes.ts";
import { isRefusal } from "./fields.ts";
import { type LineKind, lineKinds } from "./line-kinds.ts";

/** The first line of a manifest. */
const header = `troupe-generation ${formatVersions.manifest}`;

const kinds = Object.entries(lineKinds) as unknown as readonly (readonly [keyof Manifest, LineKind])[];
const kindsByWord = new Map(kinds.map(([key, kind]) => [kind.word, { key, kind }]));

/** Returns the entries of a kind as a list, also where a manifest has at most one entry. */
const entriesOf = (manifest: Manifest, key: keyof Manifest): readonly unknown[] => [manifest[key] ?? []].flat();

/**
 * Prints a manifest: the header, then one line per entry, fields separated by tabs, sorted by bytes, `-` for absent
 * values. Equal manifests give equal text, whatever the order of their entries. Throws TRP3001 for values that no line
 * can hold.
 *
 * @example
 * const manifest = parseManifest("troupe-generation 1\nmachine\talice\n");
 * printManifest({ ...manifest, packages: ["redis-server"] }); // => "troupe-generation 1\nmachine\talice\npackage\tredis-server\n"
 */
export function printManifest(manifest: Manifest): string {
  const lines = kinds.flatMap(([key, kind]) => entriesOf(manifest, key).map(kind.print));
  for (const line of lines) {
    if (isRefusal(line)) return fail(invalidManifest, { reason: line.refused });
  }
  const sorted = (lines as string[]).toSorted(compareBytes);
  const repeatedLine = sorted.find((line, index) => line === sorted[index - 1]);
  const reason =
    repeatedLine === undefined ? contradiction(manifest) : `there are two lines ${JSON.stringify(repeatedLine)}`;
  return reason === undefined ? [header, ...sorted, ""].join("\n") : fail(invalidManifest, { reason });
}

/**
 * Parses a manifest. The parser is strict: it refuses (TRP3001) text that {@link printManifest} would not print, so
 * `printManifest(parseManifest(text)) === text`. A manifest of a newer Troupe is TRP3052.
 *
 * @example
 * parseManifest("troupe-generation 1\nmachine\talice\npackage\tredis-server\n").packages; // => ["redis-server"]
 * parseManifest("troupe-generation 1\nmachine\talice"); // => throws TRP3001
 */
export function parseManifest(text: string): Manifest {
  const found = Number(/^troupe-generation ([0-9]{1,9})\n/.exec(text)?.[1]);
  if (found > formatVersions.manifest)
    return fail(newerFormat, { format: "manifest", found, known: formatVersions.manifest });
  if (!text.startsWith(`${header}\n`))
    return fail(invalidManifest, { reason: `it does not begin with ${header}`, line: 1 });
  if (!text.endsWith("\n")) return fail(invalidManifest, { reason: "its last line is cut off" });
  const lines = text.split("\n").slice(1, -1);
  const entries = new Map(kinds.map(([key]) => [key, [] as unknown[]]));
  for (const [index, line] of lines.entries()) {
    const at = index + 2;
    const [word = "", ...fields] = line.split("\t");
    const lineKind = kindsByWord.get(word);
    if (lineKind === undefined)
      return fail(invalidManifest, { reason: `there is no line ${JSON.stringify(word)}`, line: at });
    if (index > 0 && compareBytes(lines[index - 1]!, line) >= 0)
      return fail(invalidManifest, { reason: "lines are not sorted", line: at });
    const entry = lineKind.kind.parse(fields);
    if (isRefusal(entry)) return fail(invalidManifest, { reason: entry.refused, line: at });
    entries.get(lineKind.key)!.push(entry);
  }
  for (const [key, { word, count }] of kinds) {
    const { length } = entries.get(key)!;
    if (count === "one" && length !== 1) return fail(invalidManifest, { reason: `it must have one line ${word}` });
    if (count === "optional" && length > 1)
      return fail(invalidManifest, { reason: `it has more than one line ${word}` });
  }
  const values = kinds.map(
    ([key, { count }]) => [key, count === "many" ? entries.get(key) : entries.get(key)![0]] as const,
  );
  const manifest = Object.fromEntries(values.filter(([, value]) => value !== undefined)) as unknown as Manifest;
  const reason = contradiction(manifest);
  return reason === undefined ? manifest : fail(invalidManifest, { reason });
}

/** Describes a contradiction between lines of the manifest; undefined if the lines agree. */
function contradiction(manifest: Manifest): string | undefined {
  for (const [key, { word, identity }] of kinds) {
    if (identity === undefined) continue;
    const seen = new Set<string>();
    const repeatedName = entriesOf(manifest, key)
      .map(identity)
      .find((name) => seen.size === seen.add(name).size);
    if (repeatedName !== undefined) return `there are two lines ${word} for ${repeatedName}`;
  }
  const files = new Set(manifest.files.map((file) => file.path));
  const paths = kinds.flatMap(([key, { treePath }]) =>
    treePath === undefined ? [] : entriesOf(manifest, key).map(treePath),
  );
  const unlistedPath = paths.find((path) => !files.has(path));
  if (unlistedPath !== undefined) return `the file ${unlistedPath} is used but not listed`;
  const textless = manifest.units.find(
    (unit) => !files.has(`units/${unit.name}`) && !files.has(`units/${unit.name}.d/overrides.conf`),
  );
  return textless === undefined ? undefined : `the unit ${textless.name} has no file`;
}
