/** Repositories of packages on the machine, so that hosts without a way out can install packages. */
import { chmod, mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Base, baseImage } from "./base-image.ts";
import { cached, fingerprint } from "./cache.ts";
import { type CommandResult, run } from "./command.ts";
import { type Distribution, distributionSources, findDistribution } from "./distribution.ts";
import { LabError } from "./lab-error.ts";
import { makeFolder, writeText } from "./file-modes.ts";
import { withLock } from "./lock.ts";
import { cacheFolder } from "./paths.ts";
import type { Progress } from "./progress.ts";

/** Packages that hosts can install (see {@link localRepository}). */
export interface Repository {
  readonly packages: readonly string[];
}

/** The version of the repositories' layout. Repositories in the cache with another version are not used. */
const format = 2;

/** The path of the repository on hosts. */
export const repositoryMount = "/srv/troupe-lab/packages";

/**
 * The source of packages in apt's one-line format. The source is trusted, because only the machine itself can write the
 * repository.
 */
export const repositorySource = `deb [trusted=yes] file:${repositoryMount} ./\n`;

/**
 * Returns packages that hosts can install with `apt-get update && apt-get install`, with the dependencies that the base
 * image lacks. The first lab that needs a repository downloads the packages, and the cache keeps them.
 *
 * @example
 * createLab({ hosts: 3, repository: localRepository(["redis-server"]) });
 */
export function localRepository(packages: readonly string[]): Repository {
  return { packages: checkPackages(packages) };
}

/**
 * Returns the packages sorted and each once. Throws a {@link LabError} for a word that cannot be the name of a package.
 */
export function checkPackages(packages: readonly string[]): readonly string[] {
  for (const name of packages)
    if (!/^[a-z0-9][a-z0-9+.-]+$/.test(name)) throw new LabError(`"${name}" is not the name of a Debian package`);
  return [...new Set(packages)].toSorted();
}

/** Returns the folder of the repository, which is filled and indexed first if the cache lacks it. */
export async function buildRepository({ packages }: Repository, progress: Progress, release?: string): Promise<string> {
  const base = await baseImage(progress, release);
  const name = `packages-${fingerprint({ format, base: base.name, packages })}`;
  return cached(name, progress, async ({ folder, progress }) => {
    progress(`downloading ${packages.join(", ")} and what they depend on`);
    await mkdir(join(folder, "partial"));
    // An update of the lists of packages must not run beside a download that reads them.
    const lock = join(cacheFolder(), "locks", "apt");
    await withLock(lock, progress, "waiting for another process that downloads packages", async () => {
      // One package at a time, because a repository may hold packages that exclude each other.
      for (const name of packages) await download(base, name, folder, progress);
    });
    for (const extra of ["partial", "lock"]) await rm(join(folder, extra), { recursive: true, force: true });
    const packagesFile = await index(folder);
    await writeText(join(folder, "Packages"), packagesFile);
    await writeText(join(folder, "Release"), releaseFile(packagesFile));
  });
}

/**
 * Downloads a package and those of its dependencies that the base image lacks, as the machine's own apt resolves them.
 */
async function download(base: Base, name: string, folder: string, progress: Progress): Promise<void> {
  const lists = await listSettings(base.distribution);
  const settings = {
    ...lists,
    "Dir::State::status": join(base.tree, "var/lib/dpkg/status"),
    "Dir::State::extended_states": join(base.tree, "var/lib/apt/extended_states"),
    "Dir::Cache::archives": folder,
    "Dir::Cache::pkgcache": "",
    "Dir::Cache::srcpkgcache": "",
    "APT::Install-Recommends": "false",
    "APT::Sandbox::User": "root",
    "Debug::NoLocking": "true",
  };
  const install = (): Promise<CommandResult> =>
    run(["apt-get", "--quiet", "--yes", "--download-only", ...aptOptions(settings), "install", name], {
      allowFailure: true,
    });
  let result = await install();
  if (result.status !== 0) {
    progress(`updating the lists of packages of ${base.distribution.codename}`);
    await run(["apt-get", "--quiet", ...aptOptions(lists), "update"], { allowFailure: true });
    result = await install();
  }
  if (result.status !== 0) throw new LabError(`${name} cannot be downloaded: ${result.stderr.trim()}`);
}

type AptSettings = Readonly<Record<string, string>>;

function aptOptions(settings: AptSettings): readonly string[] {
  return Object.entries(settings).flatMap(([key, value]) => ["-o", `${key}=${value}`]);
}

/**
 * Settings that make apt use the lists of packages of a release: the machine's own lists, or lists in the cache for
 * another release.
 */
async function listSettings(distribution: Distribution): Promise<AptSettings> {
  if (findDistribution()?.codename === distribution.codename) return {};
  const folder = join(cacheFolder(), `apt-${distribution.codename}`);
  const [sources, lists] = [join(folder, "sources.list"), join(folder, "lists")];
  await makeFolder(join(lists, "partial"));
  await writeText(sources, `${(await distributionSources(distribution)).join("\n")}\n`);
  return {
    "Dir::Etc::sourcelist": sources,
    "Dir::Etc::sourceparts": "/dev/null",
    "Dir::State::lists": lists,
    "APT::Sandbox::User": "root",
  };
}

/** Returns the index of a flat repository: the fields of each package, and the name, size and hash of its file. */
async function index(folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".deb")).toSorted();
  const stanzas: string[] = [];
  for (const file of files) {
    const path = join(folder, file);
    const { stdout } = await run(["dpkg-deb", "--field", path]);
    await chmod(path, 0o644); // because apt reads packages as an ordinary user
    const { size } = await stat(path);
    const hash = sha256(await readFile(path));
    stanzas.push(`${stdout.trimEnd()}\nFilename: ./${file}\nSize: ${size}\nSHA256: ${hash}\n`);
  }
  return stanzas.join("\n");
}

/** The file that tells apt the name of the index, so that apt does not look for an index under other names. */
function releaseFile(packagesFile: string): string {
  return `Date: ${new Date(0).toUTCString()}\nSHA256:\n ${sha256(packagesFile)} ${Buffer.byteLength(packagesFile)} Packages\n`;
}

function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}
