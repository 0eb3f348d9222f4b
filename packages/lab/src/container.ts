/** Hosts as containers: systemd-nspawn on an overlay of the image and a folder of the host. */
import { rm } from "node:fs/promises";
import { groupProcesses, makeGroup } from "./control-groups.ts";
import { quote } from "./command.ts";
import { LabError } from "./lab-error.ts";
import { makeFolder } from "./file-modes.ts";
import type { HostIn, HostKind } from "./host-kind.ts";
import { hostNamespace, namespacePath } from "./network.ts";
import { nspawn } from "./nspawn.ts";
import { groupPath, hostPaths } from "./paths.ts";
import { repositoryMount } from "./repository.ts";

/** The status of systemd-nspawn when the host asked for a reboot. */
const rebootStatus = 133;

export const container: HostKind = {
  bootTimeout: 60_000,

  async bootScript(it) {
    const group = groupPath(it.lab, it.host.name);
    const { work } = hostPaths(it.lab, it.host.name);
    const keeper = await makeGroup(`${group}/keeper`);
    const machine = await makeGroup(`${group}/machine`);
    // the kernel refuses a work folder of a volatile mount that was not unmounted
    await rm(work, { recursive: true, force: true });
    await makeFolder(work);
    return keeperScript(it, keeper, machine);
  },

  async insidePrefix({ lab, host }) {
    const group = `${groupPath(lab, host.name)}/machine/payload/init.scope`;
    const [init] = (await groupProcesses(group)).toSorted((a, b) => a - b);
    if (init === undefined) throw new LabError(`${host.name} is not running`);
    return ["nsenter", `--target=${init}`, "--mount", "--uts", "--ipc", "--net", "--pid", "--root", "--wd", "--"];
  },
};

/**
 * Returns the script of the keeper, a shell that runs the host again after each reboot. The keeper's mounts are in its
 * own mount namespace and end with the keeper. Keeper and host are in sibling control groups, because in version 2 only
 * leaves hold processes.
 */
function keeperScript({ lab, host }: HostIn, keeper: readonly string[], machine: readonly string[]): string {
  const { upper, work, root } = hostPaths(lab, host.name);
  const enter = (group: readonly string[]) => group.map((file) => `echo 0 > ${quote(file)}`).join(" && ");
  // "volatile" makes every sync a no-op: a lab need not survive the machine, and its power cuts spare the page cache
  // anyway
  const overlay = `lowerdir=${host.lower.join(":")},upperdir=${upper},workdir=${work},volatile`;
  const argv = [
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
    // The network namespace outlives the host, and a machine that boots has no rules.
    `  nsenter --net=${namespacePath(hostNamespace(lab, host.name))} chroot ${quote(root)} nft flush ruleset 2>/dev/null`,
    `  (${enter(machine)} && exec ${argv.map(quote).join(" ")})`,
    `  [ $? = ${rebootStatus} ] || exit`,
    "done",
  ].join("\n");
}
