/**
 * The files of a deployment package: a generation, the agent script, and the activation script that applies the
 * generation.
 */
import { agentScript } from "../agent/agent.ts";
import { generationTree } from "../agent/generation-archive.ts";
import type { Generation, GenerationFile, Provenance } from "../model/generation.ts";
import { textFile } from "../generation/generation.ts";
import { tarArchive, type TarEntry } from "../tar/tar.ts";
import { activationScript, incomingFolder } from "./activation-script.ts";
import { firstBootEntries } from "./first-boot.ts";

/**
 * Returns the files of a deployment package by path: `activate`, `agent`, and the generation below `generation/`.
 * As root, `sh activate` switches to the generation, and `sh activate confirm` confirms the switch.
 *
 * @example
 * const generation = makeGeneration(parseManifest("troupe-generation 1\nmachine\talice\n"), new Map());
 * const files = packageFiles(generation, { version: 1, entries: {}, contributors: {} });
 * [...files.keys()]; // => ["activate", "agent", "generation/manifest", "generation/provenance.json"]
 */
export function packageFiles(generation: Generation, provenance: Provenance): ReadonlyMap<string, GenerationFile> {
  return new Map([
    ["activate", textFile(activationScript(generation.id), 0o755)],
    ["agent", textFile(agentScript)],
    ...[...generationTree(generation, provenance)].map(([path, file]) => [`generation/${path}`, file] as const),
  ]);
}

/**
 * Returns {@link packageFiles} as an uncompressed tar archive for `/`: the files are in `/var/lib/troupe/incoming/ID`.
 * With `firstBoot`, the first boot of the file system activates the generation.
 *
 * @example
 * const generation = makeGeneration(parseManifest("troupe-generation 1\nmachine\talice\n"), new Map());
 * const archive = packageArchive(generation, { version: 1, entries: {}, contributors: {} });
 * archive.length % 512; // => 0
 */
export function packageArchive(
  generation: Generation,
  provenance: Provenance,
  { firstBoot = false }: { readonly firstBoot?: boolean } = {},
): Uint8Array {
  const folder = incomingFolder(generation.id).slice(1);
  const files = [...packageFiles(generation, provenance)].map(([path, file]): TarEntry => ({
    type: "file",
    path: `${folder}/${path}`,
    ...file,
  }));
  return tarArchive([
    { type: "directory", path: folder, mode: 0o700 },
    ...files,
    ...(firstBoot ? firstBootEntries(generation.id) : []),
  ]);
}
