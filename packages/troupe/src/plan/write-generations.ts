/** Writing generations to a folder, for whoever wants to look at them or take them elsewhere. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { printManifest } from "@troupe/linux";
import type { DesiredMachine } from "./plan-type.ts";

/** Writes `FOLDER/MACHINE/…` as it would lie on the machine. A machine's folder is replaced as a whole. */
export function writeGenerations(folder: string, desired: readonly DesiredMachine[]): void {
  for (const { target, generation, provenance } of desired) {
    const final = join(folder, target.machine);
    const temporary = `${final}.new`;
    rmSync(temporary, { recursive: true, force: true });
    const write = (path: string, content: string | Uint8Array, mode = 0o644) => {
      mkdirSync(dirname(join(temporary, path)), { recursive: true });
      writeFileSync(join(temporary, path), content, { mode });
    };
    write("manifest", printManifest(generation.manifest));
    write("provenance.json", `${JSON.stringify(provenance, null, 2)}\n`);
    for (const [path, { bytes, mode }] of generation.files) write(path, bytes, mode);
    if (existsSync(final)) rmSync(final, { recursive: true });
    renameSync(temporary, final);
  }
}
