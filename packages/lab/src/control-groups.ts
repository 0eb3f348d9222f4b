/**
 * Control groups. Every host runs in groups of its own, so that the kernel can kill all processes of a host at once.
 * Version 2 may be the machine's only hierarchy or stand beside hierarchies of version 1.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "./lab-error.ts";

/** Mount points of the control group hierarchies. */
export interface Hierarchies {
  /** Version 2, which alone can kill a group. */
  readonly unified: string;
  /** Hierarchies of version 1 that systemd and its containers use. */
  readonly legacy: readonly string[];
}

const legacyUsed = new Set(["name=systemd", "memory", "pids", "cpu"]);

/**
 * Returns the hierarchies in the text of `/proc/self/mountinfo`, or undefined without version 2.
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
    else if (type === "cgroup" && superOptions.split(",").some((option) => legacyUsed.has(option)))
      legacy.push(mountPoint);
  }
  return unified === undefined ? undefined : { unified, legacy };
}

/** Returns the hierarchies of this machine, or undefined without version 2. */
export function findHierarchies(): Hierarchies | undefined {
  return parseHierarchies(readFileSync("/proc/self/mountinfo", "utf8"));
}

function hierarchies(): Hierarchies {
  const found = findHierarchies();
  if (found === undefined) throw new LabError("there is no cgroup version 2 hierarchy below /sys/fs/cgroup");
  return found;
}

/**
 * Makes the group `path` in every hierarchy. A process enters the group by writing 0 to the files that are returned.
 */
export async function makeGroup(path: string): Promise<readonly string[]> {
  const { unified, legacy } = hierarchies();
  const folders = [unified, ...legacy].map((root) => join(root, path));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  await delegateControllers(unified, path);
  return folders.map((folder) => join(folder, "cgroup.procs"));
}

/** Enables the controllers of version 2 in the parents of `path`, so that a host can limit its own units. */
async function delegateControllers(unified: string, path: string): Promise<void> {
  const parents = path.split("/").slice(0, -1);
  for (let depth = 0; depth <= parents.length; depth++) {
    const folder = join(unified, ...parents.slice(0, depth));
    const controllers = (await readFile(join(folder, "cgroup.controllers"), "utf8")).trim().split(" ");
    for (const controller of controllers.filter((name) => ["cpu", "io", "memory", "pids"].includes(name))) {
      await writeFile(join(folder, "cgroup.subtree_control"), `+${controller}`).catch(() => {}); // busy in a container, where hosts run without the controller
    }
  }
}

/** Returns whether a process runs in the group or in a group below. */
export async function isPopulated(path: string): Promise<boolean> {
  const events = await readFile(join(hierarchies().unified, path, "cgroup.events"), "utf8").catch(() => "");
  return events.includes("populated 1");
}

/** Returns the processes of the group, without groups below, by their numbers in the namespace of this process. */
export async function groupProcesses(path: string): Promise<readonly number[]> {
  const text = await readFile(join(hierarchies().unified, path, "cgroup.procs"), "utf8").catch(() => "");
  return text.split("\n").filter(Boolean).map(Number);
}

/** Returns the bytes of memory that the group and the groups below use, where the machine counts them. */
export async function groupMemory(path: string): Promise<number | undefined> {
  const { unified, legacy } = hierarchies();
  const files = [
    join(unified, path, "memory.current"),
    ...legacy.map((root) => join(root, path, "memory.usage_in_bytes")),
  ];
  for (const file of files) {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text !== undefined) return Number(text);
  }
  return undefined;
}

/**
 * Kills all processes of the group and the groups below, waits for their end, and removes the groups. A missing group
 * is no error.
 */
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
    await sleep(5); // a killed process counts until its parent has collected its status
  }
}

/** Removes the group from every hierarchy where the group is empty. */
export async function removeEmptyGroup(path: string): Promise<void> {
  const { unified, legacy } = hierarchies();
  await Promise.all([unified, ...legacy].map((root) => rmdir(join(root, path)).catch(() => {})));
}

/** Makes a group to try, and returns the reason if that fails. */
export function whyNoGroups(): string | undefined {
  const found = findHierarchies();
  if (found === undefined) return "there is no cgroup version 2 hierarchy below /sys/fs/cgroup";
  removeStaleProbes(found.unified);
  const probe = join(found.unified, `${probePrefix}${process.pid}`);
  try {
    mkdirSync(probe, { recursive: true });
    try {
      return existsSync(join(probe, "cgroup.kill"))
        ? undefined
        : "the kernel has no cgroup.kill (it came with Linux 5.14)";
    } finally {
      rmdirSync(probe);
    }
  } catch (error) {
    return `no control group can be made in ${found.unified}: ${(error as Error).message}`;
  }
}

const probePrefix = "troupe-lab-probe-";

/** Removes the probe groups of processes that were killed before they removed their probe. */
function removeStaleProbes(unified: string): void {
  for (const entry of readdirSync(unified)) {
    if (!entry.startsWith(probePrefix) || existsSync(`/proc/${entry.slice(probePrefix.length)}`)) continue;
    try {
      rmdirSync(join(unified, entry));
    } catch {} // another process removed it first
  }
}
