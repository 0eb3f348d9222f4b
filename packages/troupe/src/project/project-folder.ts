/** The folder `.troupe` of a project: files that Troupe generates there, and the file `version` that names their form. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { formatVersions } from "@troupe/linux";
import { fail } from "@troupe/modules";
import { writeWhole } from "../files/write-whole.ts";
import { newerProjectFolder } from "./diagnostics.ts";

/** The path of the folder. */
export const projectFolderOf = (project: string): string => join(project, ".troupe");

/**
 * Makes the folder, with its version; returns its path. A folder without a version is from before versions, and its
 * files have the form of version 1.
 *
 * @throws TRP4031 for a folder of a newer Troupe; nothing is changed then
 */
export async function openProjectFolder(project: string): Promise<string> {
  const folder = projectFolderOf(project);
  const file = join(folder, "version");
  const known = formatVersions.project;
  const found = Number(await readFile(file, "utf8").catch(() => "0"));
  if (found > known) return fail(newerProjectFolder, { folder, found, known });
  if (found !== known) await writeWhole(file, Buffer.from(`${known}\n`));
  return folder;
}
