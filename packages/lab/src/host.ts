/** A host: booting, waiting for its boot, running commands inside, and a power cut. */
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { groupProcesses, isPopulated, killGroup, makeGroup } from "./control-groups.ts";
import { commandEnvironment, lastLines, quote, run } from "./command.ts";
import { LabError } from "./lab-error.ts";
import { makeFolder } from "./file-modes.ts";
import { hostNamespace, namespacePath } from "./network.ts";
import { nspawn } from "./nspawn.ts";
import { groupPath, hostPaths, labPaths } from "./paths.ts";
import type { HostRecord } from "./lab-record.ts";
import { repositoryMount } from "./repository.ts";
import { execPrefix } from "./ssh-files.ts";

/** A host in a lab. */
export interface HostIn {
  readonly lab: string;
  readonly host: HostRecord;
}

const bootTimeout = 60_000;

/** The status of systemd-nspawn when the host asked for a reboot. */
const rebootStatus = 133;

/** Returns whether a process of the host runs. */
export async function isRunning({ lab, host }: HostIn): Promise<boolean> {
  return isPopulated(groupPath(lab, host.name));
}

/** Starts the host without waiting for its boot. The host runs on when this process ends. */
export async function boot({ lab, host }: HostIn): Promise<void> {
  const paths = hostPaths(lab, host.name);
  const group = groupPath(lab, host.name);
  await killGroup(group); // a host that powered itself off leaves an empty group
  const keeper = await makeGroup(`${group}/keeper`);
  const machine = await makeGroup(`${group}/machine`);
  // the kernel refuses a work folder of a volatile mount that was not unmounted
  await rm(paths.work, { recursive: true, force: true });
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
    child.once("error", () => {}); // a child that cannot be started has no pid
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
 * Returns the script of the keeper, a shell that runs the host again after each reboot. The keeper's mounts are in its
 * own mount namespace and end with the keeper. Keeper and host are in sibling control groups, because in version 2 only
 * leaves hold processes.
 */
function bootScript({ lab, host }: HostIn, keeper: readonly string[], machine: readonly string[]): string {
  const { upper, work, root, boots } = hostPaths(lab, host.name);
  const enter = (group: readonly string[]) => group.map((file) => `echo 0 > ${quote(file)}`).join(" && ");
  // "volatile" makes every sync a no-op: a lab need not survive the machine, and its power cuts spare the page cache
  // anyway
  const overlay = `lowerdir=${host.lower.join(":")},upperdir=${upper},workdir=${work},volatile`;
  const container = [
    ...nspawn({
      machine: `${lab}.${host.name}`,
      root,
      readOnly: host.repository === undefined ? {} : { [repositoryMount]: host.repository },
    }),
    `--hostname=${host.name}`,
    `--network-namespace-path=${namespacePath(hostNamespace(lab, host.name))}`,
    "--capability=CAP_NET_ADMIN", // lets the host use nft, ip and sysctl
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

/**
 * Waits until systemd in the host has finished booting, as ssh reports it. Without --norc, bash reads ~/.bashrc, because
 * its stdin is a socket.
 */
export async function ready(it: HostIn): Promise<void> {
  const { lab, host } = it;
  const aborted = new AbortController();
  const { sshConfig } = labPaths(lab);
  const wait = `until (exec 3<>/dev/tcp/${host.address}/22) 2>/dev/null; do sleep 0.03; done`;
  const ask = `ssh -F ${quote(sshConfig)} ${host.address} systemctl is-system-running --wait`;
  const script = `${wait}; until state=$(${ask}); [ -n "$state" ]; do sleep 0.1; done; echo "$state"`;
  const answered = run([...execPrefix(lab), "bash", "--norc", "-c", script], {
    allowFailure: true,
    timeout: bootTimeout,
    signal: aborted.signal,
  });
  const watch = setInterval(async () => {
    if (!(await isRunning(it))) aborted.abort();
  }, 250);
  try {
    const { stdout, stderr } = await answered;
    if (stdout.trim() === "")
      throw new LabError(`${host.name} does not answer: ${stderr.trim()}\n${await consoleTail(it)}`);
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

/** Kills all processes of the host at once, as a power cut does. */
export async function powerOff({ lab, host }: HostIn): Promise<void> {
  await killGroup(groupPath(lab, host.name));
}

/** Returns the number of boots since the host was started. */
export async function bootCount({ lab, host }: HostIn): Promise<number> {
  const text = await readFile(hostPaths(lab, host.name).boots, "utf8").catch(() => "");
  return text.split("\n").length - 1;
}

/**
 * Returns an argv prefix that runs a command inside the host without the network, so also while the host is cut off.
 */
export async function insidePrefix({ lab, host }: HostIn): Promise<readonly string[]> {
  const group = `${groupPath(lab, host.name)}/machine/payload/init.scope`;
  const [init] = (await groupProcesses(group)).toSorted((a, b) => a - b);
  if (init === undefined) throw new LabError(`${host.name} is not running`);
  return ["nsenter", `--target=${init}`, "--mount", "--uts", "--ipc", "--net", "--pid", "--root", "--wd", "--"];
}
