/** Creates a lab: records, keys, networks and identities that hosts need before they boot. */
import { readFile, writeFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { run } from "./command.ts";
import { makeFolder } from "./file-modes.ts";
import { LabError } from "./lab-error.ts";
import { writeIdentity } from "./host-identity.ts";
import { makeNetwork } from "./network.ts";
import { hostPaths } from "./paths.ts";
import { isAlive, thisProcess } from "./owner-process.ts";
import type { Progress } from "./progress.ts";
import { createRecord, type HostRecord, type LabRecord, readRecord, replaceRecord } from "./lab-record.ts";
import { reapAbandoned, withLabsLock } from "./lab-removal.ts";
import { makeSshFiles } from "./ssh-files.ts";

/**
 * Makes the lab of this record, unless a lab with the same hosts exists. Until the lab is complete, this process owns
 * the lab, so that the next use of any lab removes an incomplete lab if this process is killed.
 */
export async function makeLab(record: LabRecord, progress: Progress): Promise<void> {
  const owned: LabRecord = { ...record, owner: thisProcess() };
  await withLabsLock(progress, async () => {
    await reapAbandoned(progress);
    const existing = readRecord(record.name);
    if (existing !== undefined) return checkSame(existing, record);
    await createRecord(owned);
    await raiseWatchLimit();
    for (const host of owned.hosts) await limitDisk(owned.name, host);
    await makeSshFiles(owned);
    await Promise.all([makeNetwork(owned), ...owned.hosts.map((host) => writeIdentity(owned, host))]);
    if (record.owner === undefined) await replaceRecord(record);
  });
}

const watchLimit = "/proc/sys/fs/inotify/max_user_instances";

/**
 * Raises the number of inotify instances to 1,024. root of all containers is one user of the kernel and has 128 by
 * default, so that with a dozen hosts path units fail, such as systemd-ask-password-wall.path.
 */
async function raiseWatchLimit(): Promise<void> {
  if (Number(await readFile(watchLimit, "utf8")) < 1024) await writeFile(watchLimit, "1024\n");
}

/** Gives a container with a limited disk a file system of its own. The disk of a virtual machine has its size anyway. */
async function limitDisk(lab: string, { name, disk, machine }: HostRecord): Promise<void> {
  if (disk === undefined || machine !== undefined) return;
  const { folder } = hostPaths(lab, name);
  await makeFolder(folder);
  await run(["mount", "-t", "tmpfs", "-o", `mode=755,size=${disk}m`, `troupe-lab.${lab}.${name}`, folder]);
}

function checkSame(existing: LabRecord, wanted: LabRecord): void {
  const { name, owner } = existing;
  if (owner !== undefined && isAlive(owner) && owner.pid !== process.pid) {
    throw new LabError(`a lab called "${name}" belongs to the process ${owner.pid}; choose another name`);
  }
  if (!isDeepStrictEqual(existing.hosts, wanted.hosts)) {
    const hosts = existing.hosts.map((host) => host.name).join(", ");
    throw new LabError(`the lab "${name}" is up with other hosts or packages (${hosts}); take it down first`);
  }
}
