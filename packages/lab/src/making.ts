/** Making a lab: everything its hosts need before they boot. */
import { isDeepStrictEqual } from "node:util";
import { LabError } from "./error.ts";
import { writeIdentity } from "./identity.ts";
import { makeNetwork } from "./network.ts";
import { isAlive, thisProcess } from "./owner.ts";
import type { Progress } from "./progress.ts";
import { createRecord, type LabRecord, readRecord, replaceRecord } from "./record.ts";
import { reapAbandoned, withLabsLock } from "./removal.ts";
import { makeSshFiles } from "./ssh-files.ts";

/**
 * Makes the lab of this record, unless it is there already with the same hosts. While it is being made it belongs to this
 * process in any case, so half a lab never stays.
 */
export async function makeLab(record: LabRecord, progress: Progress): Promise<void> {
  const mine: LabRecord = { ...record, owner: thisProcess() };
  await withLabsLock(progress, async () => {
    await reapAbandoned(progress);
    const existing = readRecord(record.name);
    if (existing !== undefined) return checkSame(existing, record);
    await createRecord(mine);
    await makeSshFiles(mine);
    await Promise.all([makeNetwork(mine), ...mine.hosts.map((host) => writeIdentity(mine, host))]);
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
