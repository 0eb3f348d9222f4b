/** Repositories of packages on the machine itself, so that hosts without any network can install what a test needs. */
import { chmod, mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Base, baseImage } from "./base.ts";
import { cached, fingerprint } from "./cache.ts";
import { type CommandResult, run } from "./command.ts";
import { type Distribution, distributionSources, findDistribution } from "./distribution.ts";
import { LabError } from "./error.ts";
import { makeFolder, writeText } from "./folders.ts";
import { withLock } from "./lock.ts";
import { cacheFolder } from "./paths.ts";
import type { Progress } from "./progress.ts";

/** Packages that hosts shall be able to install; see {@link localRepository}. */
export interface Repository {
  readonly packages: readonly string[];
}

/** Counts the ways in which repositories were laid out so far: those in the cache are of no use to another one. */
const format = 2;

/** Where hosts find their repository. */
export const repositoryMount = "/srv/troupe-lab/packages";

/** The source of packages in the one-line format of apt. Trusted, because only the machine itself could have written it. */
export const repositorySource = `deb [trusted=yes] file:${repositoryMount} ./\n`;

/**
 * Packages of the distribution that hosts can install with `apt-get update && apt-get install`, with everything they depend
 * on and the base image lacks. They are downloaded when a lab comes up for the first time, then kept in the cache.
 *
 * @example
 * createLab({ hosts: 3, repository: localRepository(["redis-server"]) });
 */
export function localRepository(packages: readonly string[]): Repository {
  return { packages: checkPackages(packages) };
}

/** The packages in order, each once; throws a {@link LabError} for what cannot be the name of a package. */
export function checkPackages(packages: readonly string[]): readonly string[] {
  for (const name of packages)
    if (!/^[a-z0-9][a-z0-9+.-]+$/.test(name)) throw new LabError(`"${name}" is not the name of a Debian package`);
  return [...new Set(packages)].toSorted();
}

/** The folder of the repository, filled and indexed first if it is not in the cache. */
export async function buildRepository({ packages }: Repository, progress: Progress, release?: string): Promise<string> {
  const base = await baseImage(progress, release);
  const name = `packages-${fingerprint({ format, base: base.name, packages })}`;
  return cached(name, progress, async ({ folder, progress }) => {
    progress(`downloading ${packages.join(", ")} and what they depend on`);
    await mkdir(join(folder, "partial"));
    // one at a time: packages that exclude each other may well stand in one repository
    const lock = join(cacheFolder(), "locks", "apt");
    // An update of the lists of packages must not run beside a download that reads them.
    await withLock(lock, progress, "waiting for another process that downloads packages", async () => {
      for (const name of packages) await download(base, name, folder, progress);
    });
    for (const extra of ["partial", "lock"]) await rm(join(folder, extra), { recursive: true, force: true });
    const packagesFile = await index(folder);
    await writeText(join(folder, "Packages"), packagesFile);
    await writeText(join(folder, "Release"), releaseFile(packagesFile));
  });
}

/** Downloads a package and those of its dependencies that the base image lacks, as the machine's own apt resolves them. */
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
    run(["apt-get", "--quiet", "--yes", "--download-only", ...aptOptions(settings), "install", name], { allowFailure: true });
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

/** Settings that make apt use the lists of packages of a release: the machine's own lists, or lists in the cache for another release. */
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

/** The index of a flat repository: what each package says of itself, and how its file is named and recognised. */
async function index(folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".deb")).toSorted();
  const stanzas: string[] = [];
  for (const file of files) {
    const path = join(folder, file);
    const { stdout } = await run(["dpkg-deb", "--field", path]);
    await chmod(path, 0o644); // apt reads it as somebody else than root
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
