/** A generation as the files of its tree, and as the archive that the agent script receives. */
import type { Generation, GenerationFile, Provenance } from "../model/generation.ts";
import { textFile } from "../generation/generation.ts";
import { printManifest } from "../generation/manifest.ts";
import { tarArchive } from "../tar/tar.ts";

/**
 * Returns the content of a generation's folder on a machine, by path: its files, `manifest` and `provenance.json`.
 *
 * @example
 * const generation = makeGeneration(parseManifest("troupe-generation 1\nmachine\talice\n"), new Map());
 * const tree = generationTree(generation, { version: 1, entries: {}, contributors: {} });
 * [...tree.keys()]; // => ["manifest", "provenance.json"]
 */
export function generationTree(generation: Generation, provenance: Provenance): ReadonlyMap<string, GenerationFile> {
  return new Map([
    ...generation.files,
    // Root alone may read digests of private files, and settings and exports.
    ["manifest", textFile(printManifest(generation.manifest), 0o600)],
    ["provenance.json", textFile(`${JSON.stringify(provenance)}\n`, 0o600)],
  ]);
}

/**
 * Returns the archive that the verb `stage` reads, before its compression: each file of the tree, `manifest` and
 * `provenance.json`, without times or owners.
 *
 * @example
 * const generation = makeGeneration(parseManifest("troupe-generation 1\nmachine\talice\n"), new Map());
 * const archive = generationArchive(generation, { version: 1, entries: {}, contributors: {} });
 * archive.length % 512; // => 0
 */
export function generationArchive(generation: Generation, provenance: Provenance): Uint8Array {
  return tarArchive(
    [...generationTree(generation, provenance)].map(([path, file]) => ({ type: "file", path, ...file })),
  );
}
