/**
 * Control groups: every host lives in groups of its own, so it can be ended at once and completely, without knowing its
 * processes. Works where version 2 is the only hierarchy (usual today) and where it stands beside those of version 1.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "./error.ts";

/** Where the hierarchies are mounted. */
export interface Hierarchies {
  /** Version 2: the one that can kill a group. */
  readonly unified: string;
  /** Those of version 1 that systemd and its containers use, if there are any. */
  readonly legacy: readonly string[];
}

const legacyUsed = new Set(["name=systemd", "memory", "pids", "cpu"]);

/**
 * The hierarchies in the text of `/proc/self/mountinfo`; undefined without version 2.
 *
 * @example
 * parseHierarchies("30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw"); // => { unified: "/sys/fs/cgroup", legacy: [] }
 */
export function parseHierarchies(mountinfo: string): Hierarchies | undefined {
  let unified: string | undefined;
  const legacy: string[] = [];
  for (const line of mountinfo.split("\n")) {
    const [before = "", after = ""] = line.split(" - ");
    const mountPoint = before.split(" ")[4];
    const [type, , superOptions = ""] = after.split(" ");
    if (mountPoint === undefined || !mountPoint.startsWith("/sys/fs/cgroup")) continue;
    if (type === "cgroup2") unified ??= mountPoint;
    else if (type === "cgroup" && superOptions.split(",").some((option) => legacyUsed.has(option))) legacy.push(mountPoint);
  }
  return unified === undefined ? undefined : { unified, legacy };
}

/** The hierarchies of this machine; undefined without version 2. */
export function findHierarchies(): Hierarchies | undefined {
  return parseHierarchies(readFileSync("/proc/self/mountinfo", "utf8"));
}

function hierarchies(): Hierarchies {
  const found = findHierarchies();
  if (found === undefined) throw new LabError("there is no cgroup version 2 hierarchy below /sys/fs/cgroup");
  return found;
}

/** Makes the group `path` in every hierarchy and returns the files a process writes 0 to in order to enter it. */
export async function makeGroup(path: string): Promise<readonly string[]> {
  const { unified, legacy } = hierarchies();
  const folders = [unified, ...legacy].map((root) => join(root, path));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  await delegateControllers(unified, path);
  return folders.map((folder) => join(folder, "cgroup.procs"));
}

/** Hands the controllers that are free in version 2 down to the parent of `path`, so that a host can limit its own units. */
async function delegateControllers(unified: string, path: string): Promise<void> {
  const parents = path.split("/").slice(0, -1);
  for (let depth = 0; depth <= parents.length; depth++) {
    const folder = join(unified, ...parents.slice(0, depth));
    const controllers = (await readFile(join(folder, "cgroup.controllers"), "utf8")).trim().split(" ");
    for (const controller of controllers.filter((name) => ["cpu", "io", "memory", "pids"].includes(name))) {
      await writeFile(join(folder, "cgroup.subtree_control"), `+${controller}`).catch(() => {}); // busy in a container: hosts go without
    }
  }
}

/** True while a process lives in the group or below it. */
export async function isPopulated(path: string): Promise<boolean> {
  const events = await readFile(join(hierarchies().unified, path, "cgroup.events"), "utf8").catch(() => "");
  return events.includes("populated 1");
}

/** The processes of exactly this group, as this process numbers them. */
export async function groupProcesses(path: string): Promise<readonly number[]> {
  const text = await readFile(join(hierarchies().unified, path, "cgroup.procs"), "utf8").catch(() => "");
  return text.split("\n").filter(Boolean).map(Number);
}

/** Bytes of memory that the group and those below it use, where the machine counts them. */
export async function groupMemory(path: string): Promise<number | undefined> {
  const { unified, legacy } = hierarchies();
  const files = [join(unified, path, "memory.current"), ...legacy.map((root) => join(root, path, "memory.usage_in_bytes"))];
  for (const file of files) {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text !== undefined) return Number(text);
  }
  return undefined;
}

/** Kills everything in the group and below it, waits until nothing is left, and removes the groups. Nothing to do is fine. */
export async function killGroup(path: string): Promise<void> {
  const { unified, legacy } = hierarchies();
  await writeFile(join(unified, path, "cgroup.kill"), "1").catch(() => {});
  const deadline = Date.now() + 20_000;
  while (await isPopulated(path)) {
    if (Date.now() > deadline) throw new LabError(`processes in the control group ${path} do not end`);
    await sleep(5);
  }
  await Promise.all([unified, ...legacy].map((root) => removeGroups(join(root, path), deadline)));
}

async function removeGroups(folder: string, deadline: number): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeGroups(join(folder, entry.name), deadline);
  for (;;) {
    const error: NodeJS.ErrnoException | undefined = await rmdir(folder).then(
      () => undefined,
      (error) => error,
    );
    if (error === undefined || error.code === "ENOENT") return;
    if (error.code !== "EBUSY" || Date.now() > deadline) throw error;
    await sleep(5); // the last process is gone but not yet collected
  }
}

/** Removes the group if nothing is in it, in every hierarchy. */
export async function removeEmptyGroup(path: string): Promise<void> {
  const { unified, legacy } = hierarchies();
  await Promise.all([unified, ...legacy].map((root) => rmdir(join(root, path)).catch(() => {})));
}

/** Tries to make a group and says why it cannot; undefined if it can. */
export function whyNoGroups(): string | undefined {
  const found = findHierarchies();
  if (found === undefined) return "there is no cgroup version 2 hierarchy below /sys/fs/cgroup";
  removeStaleProbes(found.unified);
  const probe = join(found.unified, `${probePrefix}${process.pid}`);
  try {
    mkdirSync(probe, { recursive: true });
    try {
      return existsSync(join(probe, "cgroup.kill")) ? undefined : "the kernel has no cgroup.kill (it came with Linux 5.14)";
    } finally {
      rmdirSync(probe);
    }
  } catch (error) {
    return `no control group can be made in ${found.unified}: ${(error as Error).message}`;
  }
}

const probePrefix = "troupe-lab-probe-";

/** Those of processes that were killed between making and removing theirs. */
function removeStaleProbes(unified: string): void {
  for (const entry of readdirSync(unified)) {
    if (!entry.startsWith(probePrefix) || existsSync(`/proc/${entry.slice(probePrefix.length)}`)) continue;
    try {
      rmdirSync(join(unified, entry));
    } catch {} // somebody else was faster
  }
}
