/** What is written down about a lab before anything of it is made, so that any process can remove all of it later. */
import { readFileSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { LabError } from "./error.ts";
import { writeText } from "./folders.ts";
import { isAlive, type Owner, thisBoot } from "./owner.ts";
import { labPaths, labsFolder } from "./paths.ts";

/** A lab as any process can find it. */
export interface LabRecord {
  readonly version: 1;
  readonly name: string;
  /** Without an owner the lab stays until somebody takes it down. */
  readonly owner?: Owner;
  /** The run of the machine it belongs to. */
  readonly boot: string;
  readonly hosts: readonly HostRecord[];
}

/** One host, in the order of addresses. */
export interface HostRecord {
  readonly name: string;
  readonly address: string;
  /** Folders of its read-only file system, uppermost first. */
  readonly lower: readonly string[];
  /** Folder of the repository it can install packages from. */
  readonly repository?: string;
}

/** Makes the folder of a lab with its record inside, both or neither. */
export async function createRecord(record: LabRecord): Promise<void> {
  const { folder } = labPaths(record.name);
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  await writeText(join(partial, "lab.json"), serialize(record));
  await rename(partial, folder);
}

/** Replaces the record of a lab. */
export async function replaceRecord(record: LabRecord): Promise<void> {
  const { record: file } = labPaths(record.name);
  await writeText(`${file}.new`, serialize(record));
  await rename(`${file}.new`, file);
}

function serialize(record: LabRecord): string {
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

/** The record of a lab; undefined if there is no such lab. */
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

/** Records of all labs on this machine. */
export async function allRecords(): Promise<readonly LabRecord[]> {
  const names = await readdir(labsFolder).catch(() => []);
  return names.filter((name) => /^[a-z0-9-]+$/.test(name)).flatMap((name) => readRecord(name) ?? []);
}

/** True if nobody can take the lab down any more: its owner is dead, or the machine was restarted. */
export function isAbandoned({ owner, boot }: LabRecord): boolean {
  return boot !== thisBoot() || (owner !== undefined && !isAlive(owner));
}
