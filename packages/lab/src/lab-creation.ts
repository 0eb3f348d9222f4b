/** Creates a lab: records, keys, networks and identities that hosts need before they boot. */
import { isDeepStrictEqual } from "node:util";
import { LabError } from "./lab-error.ts";
import { writeIdentity } from "./host-identity.ts";
import { makeNetwork } from "./network.ts";
import { isAlive, thisProcess } from "./owner-process.ts";
import type { Progress } from "./progress.ts";
import { createRecord, type LabRecord, readRecord, replaceRecord } from "./lab-record.ts";
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
    await makeSshFiles(owned);
    await Promise.all([makeNetwork(owned), ...owned.hosts.map((host) => writeIdentity(owned, host))]);
    if (record.owner === undefined) await replaceRecord(record);
  });
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
