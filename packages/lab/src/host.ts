/** One host: booting it, waiting for it, looking inside, and pulling its plug. */
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { groupProcesses, isPopulated, killGroup, makeGroup } from "./cgroups.ts";
import { commandEnvironment, lastLines, quote, run } from "./command.ts";
import { LabError } from "./error.ts";
import { makeFolder } from "./folders.ts";
import { hostNamespace, namespacePath } from "./network.ts";
import { nspawn } from "./nspawn.ts";
import { groupPath, hostPaths, labPaths } from "./paths.ts";
import type { HostRecord } from "./record.ts";
import { repositoryMount } from "./repository.ts";
import { execPrefix } from "./ssh-files.ts";

/** A host in a lab. */
export interface HostIn {
  readonly lab: string;
  readonly host: HostRecord;
}

const bootTimeout = 60_000;

/** systemd-nspawn ends with this status when the host asked for a reboot. */
const rebootStatus = 133;

/** True while anything of the host runs. */
export async function isRunning({ lab, host }: HostIn): Promise<boolean> {
  return isPopulated(groupPath(lab, host.name));
}

/** Starts the host and does not wait for it to boot. What keeps it running needs no further help from this process, and outlives it. */
export async function boot({ lab, host }: HostIn): Promise<void> {
  const paths = hostPaths(lab, host.name);
  const group = groupPath(lab, host.name);
  await killGroup(group); // empty ones are left behind when a host powers off by itself
  const keeper = await makeGroup(`${group}/keeper`);
  const machine = await makeGroup(`${group}/machine`);
  await rm(paths.work, { recursive: true, force: true }); // it remembers that it was in use, see "volatile" below
  await rm(paths.boots, { force: true });
  await makeFolder(paths.work);
  const script = bootScript({ lab, host }, keeper, machine);
  const log = openSync(paths.log, "w");
  try {
    const child = spawn("unshare", ["--mount", "--propagation", "slave", "sh", "-c", script], {
      detached: true,
      stdio: ["ignore", log, log],
      env: commandEnvironment(),
    });
    child.once("error", () => {}); // it has no pid then
    while (child.pid !== undefined && child.exitCode === null && !(await isRunning({ lab, host }))) await sleep(2);
    if (child.pid === undefined || child.exitCode !== null) {
      throw new LabError(`${host.name} cannot be started:\n${await consoleTail({ lab, host })}`);
    }
    child.unref();
  } finally {
    closeSync(log);
  }
}

/**
 * A shell keeps the host running across reboots. Its mounts are in a mount namespace of its own and vanish with it; it and
 * the host are in control groups next to each other, because in version 2 only leaves may hold processes.
 */
function bootScript({ lab, host }: HostIn, keeper: readonly string[], machine: readonly string[]): string {
  const { upper, work, root, boots } = hostPaths(lab, host.name);
  const enter = (group: readonly string[]) => group.map((file) => `echo 0 > ${quote(file)}`).join(" && ");
  // "volatile" makes every sync a no-op: a lab need not survive the machine, and its power cuts spare the page cache anyway
  const overlay = `lowerdir=${host.lower.join(":")},upperdir=${upper},workdir=${work},volatile`;
  const container = [
    ...nspawn({
      machine: `${lab}.${host.name}`,
      root,
      readOnly: host.repository === undefined ? {} : { [repositoryMount]: host.repository },
    }),
    `--hostname=${host.name}`,
    `--network-namespace-path=${namespacePath(hostNamespace(lab, host.name))}`,
    "--capability=CAP_NET_ADMIN", // nft, ip and sysctl work inside
    "--console=read-only",
    "--boot",
  ];
  return [
    `${enter(keeper)} || exit`,
    `mount -t overlay ${quote(`troupe-lab.${lab}.${host.name}`)} -o ${quote(overlay)} ${quote(root)} || exit`,
    "mkdir -p /run/systemd/nspawn && mount -t tmpfs -o mode=755 tmpfs /run/systemd/nspawn || exit",
    "while :; do",
    `  echo boot >> ${quote(boots)}`,
    `  (${enter(machine)} && exec ${container.map(quote).join(" ")})`,
    `  [ $? = ${rebootStatus} ] || exit`,
    "done",
  ].join("\n");
}

/** Waits until systemd inside has started everything, as seen over the network. */
export async function ready(it: HostIn): Promise<void> {
  const { lab, host } = it;
  const aborted = new AbortController();
  const { sshConfig } = labPaths(lab);
  const wait = `until (exec 3<>/dev/tcp/${host.address}/22) 2>/dev/null; do sleep 0.03; done`;
  const ask = `ssh -F ${quote(sshConfig)} ${host.address} systemctl is-system-running --wait`;
  const script = `${wait}; until state=$(${ask}); [ -n "$state" ]; do sleep 0.1; done; echo "$state"`;
  const answered = run([...execPrefix(lab), "bash", "-c", script], {
    allowFailure: true,
    timeout: bootTimeout,
    signal: aborted.signal,
  });
  const watch = setInterval(async () => {
    if (!(await isRunning(it))) aborted.abort();
  }, 250);
  try {
    const { stdout, stderr } = await answered;
    if (stdout.trim() === "") throw new LabError(`${host.name} does not answer: ${stderr.trim()}\n${await consoleTail(it)}`);
  } catch (cause) {
    if (!aborted.signal.aborted) throw cause;
    throw new LabError(`${host.name} stopped while it was booting:\n${await consoleTail(it)}`, { cause });
  } finally {
    clearInterval(watch);
  }
}

async function consoleTail({ lab, host }: HostIn): Promise<string> {
  const text = await readFile(hostPaths(lab, host.name).log, "utf8").catch(() => "");
  return lastLines(stripVTControlCharacters(text), 20);
}

/** Ends the host as a power cut does. */
export async function powerOff({ lab, host }: HostIn): Promise<void> {
  await killGroup(groupPath(lab, host.name));
}

/** How often the host has booted since it was started. */
export async function bootCount({ lab, host }: HostIn): Promise<number> {
  const text = await readFile(hostPaths(lab, host.name).boots, "utf8").catch(() => "");
  return text.split("\n").length - 1;
}

/** An argv prefix that runs a command inside the host without the network, so also while it is cut off. */
export async function insidePrefix({ lab, host }: HostIn): Promise<readonly string[]> {
  const group = `${groupPath(lab, host.name)}/machine/payload/init.scope`;
  const [init] = (await groupProcesses(group)).toSorted((a, b) => a - b);
  if (init === undefined) throw new LabError(`${host.name} is not running`);
  return ["nsenter", `--target=${init}`, "--mount", "--uts", "--ipc", "--net", "--pid", "--root", "--wd", "--"];
}
