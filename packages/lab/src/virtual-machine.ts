/**
 * Hosts as virtual machines: qemu in software emulation, because /dev/kvm may exist and still hang the guest. A virtual
 * machine has its own kernel and disk. A power cut loses the writes that its kernel did not send to the disk.
 */
import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeGroup } from "./control-groups.ts";
import { quote, run } from "./command.ts";
import { makeFolder } from "./file-modes.ts";
import type { HostInLab, HostKind } from "./host-kind.ts";
import { insidePort, kernelFiles } from "./machine-image.ts";
import { labNamespace, namespacePath, port } from "./network.ts";
import { groupPath, hostPaths } from "./paths.ts";
import { repositoryMount } from "./repository.ts";

/** MiB of a disk. The file is sparse. */
const usualDisk = 4096;

export const virtualMachine: HostKind = {
  // A boot takes half a minute where the machine has two cores to spare.
  bootTimeout: 600_000,

  async bootScript(labHost) {
    const { disk, inside } = hostPaths(labHost.lab, labHost.host.name);
    if (!existsSync(disk)) await makeDisk(labHost);
    await rm(inside, { force: true });
    const group = await makeGroup(groupPath(labHost.lab, labHost.host.name));
    const enter = group.map((file) => `echo 0 > ${quote(file)}`).join(" && ");
    return `${enter} && exec ${emulator(labHost).map(quote).join(" ")}`;
  },

  async insidePrefix({ lab, host }) {
    const client = join(import.meta.dirname, "inside-client.ts");
    return [process.execPath, "--conditions=troupe-source", client, hostPaths(lab, host.name).inside];
  },
};

/** Makes the disk of the host from its folders, as a whole or not at all. */
async function makeDisk({ lab, host }: HostInLab): Promise<void> {
  const { upper, work, root, disk } = hostPaths(lab, host.name);
  await makeFolder(work);
  const script = [
    'mount -t overlay disk -o "lowerdir=$1,upperdir=$2,workdir=$3" "$4"',
    'if [ -n "$5" ]; then mkdir -p "$4$6"; mount --bind "$5" "$4$6"; fi',
    // The journal is small so that the disk is made fast, and large enough for a disk of this size.
    'mke2fs -q -t ext4 -J size=16 -E lazy_itable_init=1 -d "$4" "$7" "$8"',
  ].join("\n");
  const folders = [host.lower.join(":"), upper, work, root, host.repository ?? "", repositoryMount];
  const command = ["unshare", "--mount", "--propagation", "slave", "sh", "-euc", script, "sh", ...folders];
  await run([...command, `${disk}.partial`, `${host.disk ?? usualDisk}M`]);
  await rename(`${disk}.partial`, disk);
}

/** Returns the command line of qemu. Each option stands beside its reason. */
function emulator({ lab, host }: HostInLab): readonly string[] {
  const { disk, inside, log } = hostPaths(lab, host.name);
  const { kernel, initrd } = kernelFiles(host.machine?.image ?? "");
  // AppArmor stands here although it is Debian's default, because the tests of confined programs need it.
  const kernelOptions = "root=/dev/vda rw console=ttyS0 net.ifnames=0 apparmor=1 security=apparmor quiet";
  const options = [
    ["-nodefaults", "-display", "none"],
    ["-accel", "tcg,thread=multi", "-machine", "q35", "-cpu", "qemu64", "-smp", "2"],
    ["-m", `${host.machine?.memory}M`],
    ["-kernel", kernel, "-initrd", initrd, "-append", kernelOptions],
    // Writes of the guest reach the file at once, but stay in the memory of the guest until the guest syncs them.
    ["-drive", `file=${disk},if=virtio,format=raw,cache=writeback`],
    ["-netdev", `tap,id=network,ifname=${port(host.machine?.index ?? 0)},script=no,downscript=no`],
    ["-device", `virtio-net-pci,netdev=network,mac=${hardwareAddress(host.machine?.index ?? 0)}`],
    ["-device", "virtio-rng-pci"], // the emulated processor has no random numbers, for which sshd would wait
    ["-chardev", `file,id=console,path=${log},append=on`, "-serial", "chardev:console"],
    ["-chardev", `socket,id=inside,path=${inside},server=on,wait=off`],
    ["-device", "virtio-serial-pci", "-device", `virtserialport,chardev=inside,name=${insidePort}`],
  ];
  // The tap device is in the network of the lab.
  const network = ["nsenter", `--net=${namespacePath(labNamespace(lab))}`, "--"];
  return [...network, "qemu-system-x86_64", ...options.flat()];
}

/** Returns the hardware address of the host at `index`, of the range that qemu uses. */
function hardwareAddress(index: number): string {
  return `52:54:00:e7:00:${(11 + index).toString(16).padStart(2, "0")}`;
}
