/** A host: booting, waiting for its boot, running commands inside, and a power cut. */
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { isPopulated, killGroup } from "./control-groups.ts";
import { commandEnvironment, lastLines, quote, run } from "./command.ts";
import { container } from "./container.ts";
import type { HostInLab, HostKind } from "./host-kind.ts";
import { LabError } from "./lab-error.ts";
import { groupPath, hostPaths, labPaths } from "./paths.ts";
import { execPrefix } from "./ssh-files.ts";
import { virtualMachine } from "./virtual-machine.ts";

/** Returns whether a process of the host runs. */
export async function isRunning({ lab, host }: HostInLab): Promise<boolean> {
  return isPopulated(groupPath(lab, host.name));
}

function kindOf({ host }: HostInLab): HostKind {
  return host.machine === undefined ? container : virtualMachine;
}

/** Starts the host without waiting for its boot. The host runs on when this process ends. */
export async function boot(labHost: HostInLab): Promise<void> {
  const { lab, host } = labHost;
  await killGroup(groupPath(lab, host.name)); // a host that powered itself off leaves an empty group
  const script = await kindOf(labHost).bootScript(labHost);
  const log = openSync(hostPaths(lab, host.name).log, "w");
  try {
    const child = spawn("unshare", ["--mount", "--propagation", "slave", "sh", "-c", script], {
      detached: true,
      stdio: ["ignore", log, log],
      env: commandEnvironment(),
    });
    child.once("error", () => {}); // a child that cannot be started has no pid
    while (child.pid !== undefined && child.exitCode === null && !(await isRunning(labHost))) await sleep(2);
    if (child.pid === undefined || child.exitCode !== null) {
      throw new LabError(`${host.name} cannot be started:\n${await consoleTail(labHost)}`);
    }
    child.unref();
  } finally {
    closeSync(log);
  }
}

/**
 * Waits until systemd in the host has finished booting, as ssh reports it, and returns the id of the boot. A boot with
 * the id `previous` does not count. Without --norc, bash reads ~/.bashrc, because its stdin is a socket.
 */
export async function ready(labHost: HostInLab, previous = ""): Promise<string> {
  const { lab, host } = labHost;
  const aborted = new AbortController();
  const { sshConfig } = labPaths(lab);
  const wait = `until (exec 3<>/dev/tcp/${host.address}/22) 2>/dev/null; do sleep 0.03; done`;
  const remote = `[ "$(cat ${bootIdFile})" = '${previous}' ] || { systemctl is-system-running --wait; cat ${bootIdFile}; }`;
  const ask = `ssh -F ${quote(sshConfig)} ${host.address} ${quote(remote)}`;
  // The answer has two lines, of which the second is missing if the connection breaks in between.
  const script = `${wait}; until state=$(${ask}); [ "$(echo "$state" | wc -l)" = 2 ]; do sleep 0.1; done; echo "$state"`;
  const answered = run([...execPrefix(lab), "bash", "--norc", "-c", script], {
    allowFailure: true,
    timeout: kindOf(labHost).bootTimeout,
    signal: aborted.signal,
  });
  const watch = setInterval(async () => {
    if (!(await isRunning(labHost))) aborted.abort();
  }, 250);
  try {
    const { stdout, stderr } = await answered;
    const [, id] = stdout.split("\n");
    if (id === undefined || id === "")
      throw new LabError(`${host.name} does not answer: ${stderr.trim()}\n${await consoleTail(labHost)}`);
    return id;
  } catch (cause) {
    if (!aborted.signal.aborted) throw cause;
    throw new LabError(`${host.name} stopped while labHost was booting:\n${await consoleTail(labHost)}`, { cause });
  } finally {
    clearInterval(watch);
  }
}

const bootIdFile = "/proc/sys/kernel/random/boot_id";

async function consoleTail({ lab, host }: HostInLab): Promise<string> {
  const text = await readFile(hostPaths(lab, host.name).log, "utf8").catch(() => "");
  return lastLines(stripVTControlCharacters(text), 20);
}

/** Kills all processes of the host at once, as a power cut does. */
export async function powerOff({ lab, host }: HostInLab): Promise<void> {
  await killGroup(groupPath(lab, host.name));
}

/** Returns the id of the host's boot. */
export async function bootId(labHost: HostInLab): Promise<string> {
  const { stdout } = await run([...(await insidePrefix(labHost)), "cat", bootIdFile]);
  return stdout.trim();
}

/**
 * Returns an argv prefix that runs a command inside the host without the network, so also while the host is cut off.
 */
export async function insidePrefix(labHost: HostInLab): Promise<readonly string[]> {
  return kindOf(labHost).insidePrefix(labHost);
}
