/** For tests: the JSON file that is a toy machine. */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DesiredMachine, PlatformDetails } from "../../../deploy/model/plan.ts";

/** The desired machine: its text, and the digest of that. */
export interface DesiredToy extends DesiredMachine {
  readonly id: string;
  readonly text: string;
}

/** The details of a plan. */
export interface ToyDetails extends PlatformDetails {
  readonly remark: string;
}

/** The details of a machine's state. */
export interface ToyStateDetails extends PlatformDetails {
  readonly switches: number;
}

/**
 * A machine: the texts that it was switched to by their ids, the ids of its switches in order, and the text that is
 * staged.
 */
export interface ToyMachine {
  readonly texts: { readonly [id: string]: string };
  readonly history: readonly string[];
  readonly staged?: string;
}

const fileOf = (host: string): string => join(process.env["TOY_MACHINES"]!, `${host}.json`);

/** Reads a machine; a file that does not exist is a machine without texts. */
export async function readToy(host: string): Promise<ToyMachine> {
  const json = await readFile(fileOf(host), "utf8").catch(() => undefined);
  return json === undefined ? { texts: {}, history: [] } : (JSON.parse(json) as ToyMachine);
}

/** Replaces a machine. */
export const writeToy = (host: string, machine: ToyMachine): Promise<void> =>
  writeFile(fileOf(host), JSON.stringify(machine));

/** The id of a text. */
export const toyId = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);
