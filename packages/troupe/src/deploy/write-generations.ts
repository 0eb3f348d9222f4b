/** Writing the files of desired machines to a folder, for inspection. */
import { join } from "node:path";
import { writeWhole } from "../files/write-whole.ts";
import { loadDeployments } from "../platforms/platforms.ts";
import type { DesiredMachine } from "./model/plan.ts";

/**
 * Writes `FOLDER/MACHINE/…` as the files would lie on the machine, replacing each machine's folder. Returns the number
 * of machines with files.
 */
export async function writeGenerations(folder: string, desired: readonly DesiredMachine[]): Promise<number> {
  const deploymentOf = await loadDeployments(desired.map(({ target }) => target));
  let written = 0;
  for (const machine of desired) {
    const files = deploymentOf(machine.target)?.files?.(machine);
    if (files === undefined) continue;
    await writeWhole(join(folder, machine.target.machine), files, { ownerOnly: true });
    written += 1;
  }
  return written;
}
