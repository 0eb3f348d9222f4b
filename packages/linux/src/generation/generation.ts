/** Generations from their files and entries. */
import type { Generation, GenerationFile } from "../model/generation.ts";
import type { Manifest } from "../model/manifest.ts";
import { encode, sha256Hex } from "./bytes.ts";
import { parseManifest, printManifest } from "./manifest.ts";

/**
 * Returns the content address of a manifest's text.
 *
 * @example
 * generationId("troupe-generation 1\nmachine\talice\n"); // => "5a554250cea1c61b76e75e010cf73c9f"
 */
export function generationId(manifestText: string): string {
  return sha256Hex(manifestText).slice(0, 32);
}

/**
 * Makes a generation from its files and the other entries of its manifest, and computes the manifest's `files`.
 * Throws TRP3001 for values that no line of a manifest can hold.
 *
 * @example
 * const motd = { bytes: new TextEncoder().encode("Managed by Troupe\n"), mode: 0o644 };
 * const generation = makeGeneration(parseManifest("troupe-generation 1\nmachine\talice\n"), new Map([["etc/motd", motd]]));
 * generation.manifest.files.map(({ path }) => path); // => ["etc/motd"]
 */
export function makeGeneration(
  content: Omit<Manifest, "files">,
  files: ReadonlyMap<string, GenerationFile>,
): Generation {
  const listed = [...files].map(([path, file]) => ({ sha256: sha256Hex(file.bytes), mode: file.mode, path }));
  const text = printManifest({ ...content, files: listed });
  return { id: generationId(text), machine: content.machine, manifest: parseManifest(text), files };
}

/** Returns a file of the tree with the text as its content. */
export function textFile(text: string, mode = 0o644): GenerationFile {
  return { bytes: encode(text), mode };
}
