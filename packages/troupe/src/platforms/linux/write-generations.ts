/** Writing generations to a folder, for whoever wants to look at them. */
import { join } from "node:path";
import { generationTree } from "@troupe/linux";
import { type PackedFile, writeWhole } from "../../files/write-whole.ts";
import type { DesiredLinux } from "../../deploy/model/plan.ts";

/** Writes `FOLDER/MACHINE/…` as it would lie on the machine. A machine's folder is replaced as a whole. */
export async function writeGenerations(folder: string, desired: readonly DesiredLinux[]): Promise<void> {
  for (const { target, generation, provenance } of desired) {
    const files = [...generationTree(generation, provenance)].map(([path, { bytes, mode }]): [string, PackedFile] => [
      path,
      { content: bytes, mode },
    ]);
    await writeWhole(join(folder, target.machine), new Map(files));
  }
}
