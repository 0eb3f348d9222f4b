/** Contributors as `provenance.json` holds them, which lies on machines and so outlives versions of Troupe. */
import type { Contributor, Reads } from "@troupe/core";
import type { Provenance } from "@troupe/linux";

type StoredContributor = Provenance["contributors"][string];

/** Stored reads have one key for each export, its scope, and one for each machine, which no scope can be. */
const machineKey = "machine ";

/** The contributors of a machine in the stored form, by origin. */
export function storedContributors(contributors: readonly Contributor[]): Provenance["contributors"] {
  return Object.fromEntries(
    contributors.map(({ origin, label, settings, reads }): [string, StoredContributor] => [
      origin,
      { label, ...(settings !== undefined && { settings }), reads: storedReads(reads) },
    ]),
  );
}

function storedReads({ exports, machines }: Reads): StoredContributor["reads"] {
  return { ...exports, ...Object.fromEntries(Object.entries(machines).map(([name, value]) => [machineKey + name, value])) };
}

/** Reads a key of stored reads: the scope of an export, or the name of a machine. */
export function parseReadKey(key: string): { readonly scope: string } | { readonly machine: string } {
  return key.startsWith(machineKey) ? { machine: key.slice(machineKey.length) } : { scope: key };
}
