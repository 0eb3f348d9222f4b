/** Removes labs: a given lab, and abandoned labs. */
import { existsSync } from "node:fs";
import { readdir, rename, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { killGroup, removeEmptyGroup } from "./control-groups.ts";
import { run } from "./command.ts";
import { withLock } from "./lock.ts";
import { removeNetwork } from "./network.ts";
import { groupPath, hostPaths, labPaths, labsFolder } from "./paths.ts";
import type { Progress } from "./progress.ts";
import { allRecords, isAbandoned, type LabRecord } from "./lab-record.ts";

/** Runs `body` while no other process makes or removes a lab on this machine. */
export async function withLabsLock<T>(progress: Progress, body: () => Promise<T>): Promise<T> {
  return withLock("/run/lock/troupe-lab", progress, "waiting for another process that makes or removes a lab", body);
}

/**
 * Ends the hosts of a lab and removes all parts of the lab. The record goes last, so that another process can complete
 * an interrupted removal.
 */
export async function removeLab(record: LabRecord): Promise<void> {
  const { folder } = labPaths(record.name);
  await killGroup(groupPath(record.name));
  await removeEmptyGroup("troupe-lab");
  await removeNetwork(record);
  const disks = record.hosts.filter((host) => host.disk !== undefined && host.machine === undefined);
  for (const { name } of disks) {
    const path = hostPaths(record.name, name).folder;
    // A restart of the machine, or an interrupted removal, has unmounted it.
    await run(["umount", "--quiet", path], { allowFailure: true });
  }
  await rename(folder, `${folder}.removed`);
  await rm(`${folder}.removed`, { recursive: true, force: true });
}

/** Removes abandoned labs (see {@link isAbandoned}). The caller holds the lock of {@link withLabsLock}. */
export async function reapAbandoned(progress: Progress): Promise<void> {
  for (const record of (await allRecords()).filter(isAbandoned)) {
    progress(`removing the lab ${record.name}, whose owner is gone`);
    await removeLab(record);
  }
  const entries = await readdir(labsFolder).catch(() => []);
  for (const entry of entries.filter(isInterrupted))
    await rm(join(labsFolder, entry), { recursive: true, force: true });
  await rmdir(labsFolder).catch(() => {}); // other labs may still be in it
}

function isInterrupted(entry: string): boolean {
  const prober = /^(\d+)\.probe$/.exec(entry)?.[1];
  return prober === undefined ? /\.(partial|removed)$/.test(entry) : !existsSync(`/proc/${prober}`);
}
