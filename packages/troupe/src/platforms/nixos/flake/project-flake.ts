/** The flake of a project: made of what was evaluated, and kept in the folder that plans are built from. */
import { existsSync } from "node:fs";
import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Evaluated } from "@troupe/core";
import { formatVersions, type Provenance } from "@troupe/linux";
import type { Diagnostic } from "@troupe/modules";
import { emitFlake } from "@troupe/nixos";
import { storedContributors } from "../../../deploy/provenance.ts";
import { writeWhole } from "../../../files/write-whole.ts";
import { openProjectFolder, projectFolderOf } from "../../../project/project-folder.ts";
import type { Contributions } from "../contributions.ts";
import { type FlakeFiles, generatedMark, isInside, nixFilesOf, writeFlakeFolder } from "./flake-folder.ts";
import { flakeOptionsOf } from "./flake-options.ts";
import { originsOfFiles } from "./origins.ts";

/** A project's flake. */
export interface ProjectFlake extends FlakeFiles {
  /** The copied files that are no Nix themselves. */
  readonly data: readonly string[];
  /** Not to be built if one of them blocks the plan. */
  readonly diagnostics: readonly Diagnostic[];
  /** The modules of a machine, with their origins. */
  readonly contributionsTo: (machine: string) => Contributions;
}

/**
 * The flake of all machines that Nix evaluates. The function writes no files.
 *
 * @throws TRP5116 where `export const flake` of the project is not what it has to be
 */
export async function projectFlake(project: string, evaluated: Evaluated): Promise<ProjectFlake> {
  const { meta, machines } = evaluated.inventory;
  const nixFiles = await nixFilesOf(project);
  const { files, paths, diagnostics } = emitFlake({
    name: meta.name,
    machines: [...machines.keys()].map((name) => evaluated.machine(name)),
    projectFiles: new Set(nixFiles),
    ...(await flakeOptionsOf(project)),
  });
  const data = (await otherFilesOf(project, paths)).toSorted();
  const copied = [...nixFiles, ...data].toSorted();
  const texts = new Map<string, string>(files);
  for (const path of copied)
    if (path.startsWith("machines/")) texts.set(path, await readFile(join(project, path), "utf8"));
  return {
    generated: files,
    copied,
    data,
    diagnostics,
    contributionsTo: (machine) => contributions(evaluated, machine, texts),
  };
}

/** The folder of the flake that plans build from. */
export const flakeFolderOf = (project: string): string => join(projectFolderOf(project), "nixos");

/** Brings the flake up to date. Its lock is the one that the project accepted last. */
export async function prepareFlake(project: string, flake: FlakeFiles): Promise<string> {
  await openProjectFolder(project);
  const folder = flakeFolderOf(project);
  await writeFlakeFolder(folder, project, flake);
  await copyLock(await lockFolder(project), folder);
  return folder;
}

/** Keeps the lock of an accepted plan in the project, for version control. */
export async function keepLock(project: string): Promise<void> {
  const built = flakeFolderOf(project);
  if (existsSync(join(built, "flake.lock"))) await copyLock(built, await lockFolder(project));
}

/** Returns the folder of the accepted lock: the project, or `.troupe` where the project is a flake of its own. */
async function lockFolder(project: string): Promise<string> {
  const flake = await readFile(join(project, "flake.nix"), "utf8").catch(() => undefined);
  return flake === undefined || flake.startsWith(generatedMark) ? project : projectFolderOf(project);
}

/** Makes the one as the other is; without a lock there, Nix locks anew. */
async function copyLock(from: string, to: string): Promise<void> {
  const [lock, there] = await Promise.all(
    [from, to].map((folder) => readFile(join(folder, "flake.lock")).catch(() => undefined)),
  );
  if (lock === undefined) await rm(join(to, "flake.lock"), { force: true });
  else if (there === undefined || Buffer.compare(lock, there) !== 0) await writeWhole(join(to, "flake.lock"), lock);
}

/**
 * Files that are no Nix themselves and that generated modules refer to, by path expressions and `nix` templates:
 * `./files/logo.png`. What texts mention is no reference. Files that begin with a dot, or are below such a folder, and
 * links that lead out of the project are left out.
 */
async function otherFilesOf(project: string, named: Iterable<string>): Promise<readonly string[]> {
  const isOther = async (path: string): Promise<boolean> =>
    !path.endsWith(".nix") &&
    path.split("/").every((part) => !part.startsWith(".")) &&
    (await isInside(project, path)) &&
    (await stat(join(project, path))).isFile();
  const checked = await Promise.all([...named].map(async (path) => ((await isOther(path)) ? [path] : [])));
  return checked.flat();
}

function contributions(evaluated: Evaluated, machine: string, texts: ReadonlyMap<string, string>): Contributions {
  const modules = [...texts].filter(
    ([path]) => path.startsWith(`troupe/machines/${machine}/`) || path.startsWith(`machines/${machine}/`),
  );
  const contributors = evaluated.machine(machine).contributors();
  const origins = originsOfFiles(
    modules.map(([path]) => path),
    contributors.map(({ origin }) => origin),
  );
  const provenance: Provenance = {
    version: formatVersions.provenance,
    entries: Object.fromEntries([...origins].map(([path, fileOrigins]) => [`module:${path}`, fileOrigins])),
    contributors: storedContributors(contributors),
  };
  return { modules: Object.fromEntries(modules), provenance };
}
