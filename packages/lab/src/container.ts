/** Runs hosts as containers: systemd-nspawn on an overlay of read-only image folders and the host's own upper folder. */
import { rm } from "node:fs/promises";
import { groupProcesses, makeGroup } from "./control-groups.ts";
import { quote } from "./command.ts";
import { LabError } from "./lab-error.ts";
import { makeFolder } from "./file-modes.ts";
import type { HostInLab, HostKind } from "./host-kind.ts";
import { hostNamespace, namespacePath } from "./network.ts";
import { nspawn } from "./nspawn.ts";
import { groupPath, hostPaths } from "./paths.ts";
import { repositoryMount } from "./repository.ts";

/** The exit status of systemd-nspawn after the host requested a reboot. */
const rebootStatus = 133;

export const container: HostKind = {
  bootTimeout: 60_000,

  async bootScript({ lab, host }) {
    const group = groupPath(lab, host.name);
    const { work } = hostPaths(lab, host.name);
    const keeperGroup = await makeGroup(`${group}/keeper`);
    const hostGroup = await makeGroup(`${group}/machine`);
    // overlayfs refuses a work folder that an earlier volatile mount left without an unmount, as after a power cut.
    await rm(work, { recursive: true, force: true });
    await makeFolder(work);
    return keeperScript({ lab, host }, keeperGroup, hostGroup);
  },

  async insidePrefix({ lab, host }) {
    // systemd-nspawn puts systemd of the host into this group, in which systemd has the lowest number.
    const group = `${groupPath(lab, host.name)}/machine/payload/init.scope`;
    const [init] = (await groupProcesses(group)).toSorted((a, b) => a - b);
    if (init === undefined) throw new LabError(`${host.name} is not running`);
    return ["nsenter", `--target=${init}`, "--mount", "--uts", "--ipc", "--net", "--pid", "--root", "--wd", "--"];
  },
};

/**
 * Returns the script of the keeper, a shell that runs the host again after each reboot. The keeper's mounts are in its
 * own mount namespace and end with the keeper. Keeper and host are in sibling control groups, because in version 2 a
 * group with child groups holds no processes.
 */
function keeperScript({ lab, host }: HostInLab, keeperGroup: readonly string[], hostGroup: readonly string[]): string {
  const { upper, work, root } = hostPaths(lab, host.name);
  const enter = (group: readonly string[]) => group.map((file) => `echo 0 > ${quote(file)}`).join(" && ");
  // "volatile" makes every sync a no-op, because a lab is abandoned when this computer reboots, and a simulated power
  // cut kills processes alone, so that the page cache survives.
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
    `${enter(keeperGroup)} || exit`,
    `mount -t overlay ${quote(`troupe-lab.${lab}.${host.name}`)} -o ${quote(overlay)} ${quote(root)} || exit`,
    "mkdir -p /run/systemd/nspawn && mount -t tmpfs -o mode=755 tmpfs /run/systemd/nspawn || exit",
    "while :; do",
    // The network namespace outlives the host, and a machine that boots has no rules.
    `  nsenter --net=${namespacePath(hostNamespace(lab, host.name))} chroot ${quote(root)} nft flush ruleset 2>/dev/null`,
    `  (${enter(hostGroup)} && exec ${argv.map(quote).join(" ")})`,
    `  [ $? = ${rebootStatus} ] || exit`,
    "done",
  ].join("\n");
}
