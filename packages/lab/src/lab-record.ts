/**
 * The record of a lab, written before any other part of the lab is made, so that any process can remove the lab later.
 */
import { readFileSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { LabError } from "./lab-error.ts";
import { writeText } from "./file-modes.ts";
import { isAlive, type Owner, thisBoot } from "./owner-process.ts";
import { labPaths, labsFolder } from "./paths.ts";

/** The contents of a lab's record. */
export interface LabRecord {
  readonly version: 1;
  readonly name: string;
  /** The process that the lab belongs to. A lab without an owner stays until `down`. */
  readonly owner?: Owner;
  /** The boot of the machine during which the lab was made. */
  readonly boot: string;
  readonly hosts: readonly HostRecord[];
}

/** A host in the record. Hosts are in the order of their addresses. */
export interface HostRecord {
  readonly name: string;
  readonly address: string;
  /** Folders of the host's read-only file system, uppermost first. */
  readonly lower: readonly string[];
  /** Folder of the repository that the host installs packages from. */
  readonly repository?: string;
  /** MiB that the host can write, if that is limited. */
  readonly disk?: number;
  /** The parts of a virtual machine. A host without them is a container. */
  readonly machine?: MachineRecord;
}

/** A virtual machine in the record. */
export interface MachineRecord {
  /** Folder of the image with the kernel. */
  readonly image: string;
  /** MiB of memory. */
  readonly memory: number;
  /** The place of the host in the order of hosts, which its network port has in its name. */
  readonly index: number;
}

/** Makes the folder of a lab together with its record, by one rename. */
export async function createRecord(record: LabRecord): Promise<void> {
  const { folder } = labPaths(record.name);
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  await writeText(join(partial, "lab.json"), serialize(record));
  await rename(partial, folder);
}

/** Replaces the record of a lab, by one rename. */
export async function replaceRecord(record: LabRecord): Promise<void> {
  const { record: file } = labPaths(record.name);
  await writeText(`${file}.new`, serialize(record));
  await rename(`${file}.new`, file);
}

function serialize(record: LabRecord): string {
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

/** Returns the record of a lab, or undefined if no lab has this name. */
export function readRecord(name: string): LabRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(labPaths(name).record, "utf8")) as LabRecord;
    if (record.version !== 1) throw new LabError(`${labPaths(name).record} was written by another version`);
    return record;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Returns the records of all labs on this machine. */
export async function allRecords(): Promise<readonly LabRecord[]> {
  const names = await readdir(labsFolder).catch(() => []);
  return names.filter((name) => /^[a-z0-9-]+$/.test(name)).flatMap((name) => readRecord(name) ?? []);
}

/** Returns whether the lab is abandoned: its owner has ended, or the machine has rebooted. */
export function isAbandoned({ owner, boot }: LabRecord): boolean {
  return boot !== thisBoot() || (owner !== undefined && !isAlive(owner));
}
