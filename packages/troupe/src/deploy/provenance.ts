/** Contributors as `provenance.json` holds them, which lies on machines and so outlives versions of Troupe. */
import type { Contributor, Reads } from "@troupe/core";
import { formatVersions, newerFormat, type Provenance } from "@troupe/linux";
import { fail } from "@troupe/modules";
import { stableValue } from "@troupe/vocabulary/internal";

type StoredContributor = Provenance["contributors"][string];

/** Stored reads have one key for each export, its scope, and one for each machine, which no scope can be. */
const machineKey = "machine ";

/** The contributors of a machine in the stored form, by origin. */
export function storedContributors(contributors: readonly Contributor[]): Provenance["contributors"] {
  return stableValue(
    Object.fromEntries(
      contributors.map(({ origin, label, settings, reads }): [string, StoredContributor] => [
        origin,
        { label, ...(settings !== undefined && { settings }), reads: storedReads(reads) },
      ]),
    ),
  );
}

function storedReads({ exports, machines }: Reads): StoredContributor["reads"] {
  return {
    ...exports,
    ...Object.fromEntries(Object.entries(machines).map(([name, value]) => [machineKey + name, value])),
  };
}

const isRecord = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads the stored provenance of a generation. Throws for text of another form, TRP3052 for a newer version. */
export function readProvenance(text: string): Provenance {
  const value: unknown = JSON.parse(text);
  const { version, entries, contributors } = isRecord(value) ? value : {};
  const known = formatVersions.provenance;
  if (typeof version === "number" && version > known)
    return fail(newerFormat, { format: "provenance", found: version, known });
  const isContributor = (each: unknown): boolean =>
    isRecord(each) && typeof each["label"] === "string" && isRecord(each["reads"]);
  const isOrigins = (each: unknown): boolean =>
    Array.isArray(each) && each.every((origin) => typeof origin === "string");
  const fits =
    version === known &&
    isRecord(entries) &&
    Object.values(entries).every(isOrigins) &&
    isRecord(contributors) &&
    Object.values(contributors).every(isContributor);
  if (!fits) throw new TypeError("provenance.json has another form than Troupe writes");
  return value as unknown as Provenance;
}

/** Reads a key of stored reads: the scope of an export, or the name of a machine. */
export function parseReadKey(key: string): { readonly scope: string } | { readonly machine: string } {
  return key.startsWith(machineKey) ? { machine: key.slice(machineKey.length) } : { scope: key };
}
