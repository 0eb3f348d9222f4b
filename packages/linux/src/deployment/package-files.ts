/** What is carried to a machine by other ways than ssh: a generation, the agent, and the script that activates one with the other. */
import { agentScript } from "../agent/agent.ts";
import { generationTree } from "../agent/generation-archive.ts";
import type { Generation, GenerationFile, Provenance } from "../model/generation.ts";
import { textFile } from "../generation/generation.ts";
import { tarArchive, type TarEntry } from "../tar/tar.ts";
import { activationScript, incomingFolder } from "./activation-script.ts";
import { firstBootEntries } from "./first-boot.ts";

/**
 * Files that make a machine run a generation, by path: `activate`, `agent`, and the generation itself below `generation/`.
 * As root, `sh activate` switches to it and `sh activate confirm` keeps it, with the same care as an apply; the script says more.
 *
 * @example
 * const generation = makeGeneration(parseManifest("troupe-generation 1\nmachine\talice\n"), new Map());
 * const files = carriedFiles(generation, { version: 1, entries: {}, contributors: {} });
 * [...files.keys()]; // => ["activate", "agent", "generation/manifest", "generation/provenance.json"]
 */
export function carriedFiles(generation: Generation, provenance: Provenance): ReadonlyMap<string, GenerationFile> {
  return new Map([
    ["activate", textFile(activationScript(generation.id), 0o755)],
    ["agent", textFile(agentScript)],
    ...[...generationTree(generation, provenance)].map(([path, file]) => [`generation/${path}`, file] as const),
  ]);
}

/**
 * {@link carriedFiles} as an uncompressed tar archive that is unpacked at `/`: they then lie in `/var/lib/troupe/incoming/ID`.
 * With `firstBoot`, the first boot of the file system that it was unpacked into activates them.
 *
 * @example
 * const generation = makeGeneration(parseManifest("troupe-generation 1\nmachine\talice\n"), new Map());
 * const archive = carriedArchive(generation, { version: 1, entries: {}, contributors: {} });
 * archive.length % 512; // => 0
 */
export function carriedArchive(
  generation: Generation,
  provenance: Provenance,
  { firstBoot = false }: { readonly firstBoot?: boolean } = {},
): Uint8Array {
  const folder = incomingFolder(generation.id).slice(1);
  const files = [...carriedFiles(generation, provenance)].map(([path, file]): TarEntry => ({
    type: "file",
    path: `${folder}/${path}`,
    ...file,
  }));
  return tarArchive([{ type: "directory", path: folder, mode: 0o700 }, ...files, ...(firstBoot ? firstBootEntries(generation.id) : [])]);
}
