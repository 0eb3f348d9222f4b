/**
 * The image of virtual machines: packages that a container does not need, and the files of a machine that boots by
 * itself. The image lies on top of the base image, and its kernel boots every virtual machine of the release.
 */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { masked } from "./base-image.ts";
import { cached, fingerprint } from "./cache.ts";
import { makeFolder, writeText } from "./file-modes.ts";
import { buildLayers, type Layer, layer } from "./layer.ts";
import { nspawn } from "./nspawn.ts";
import type { Progress } from "./progress.ts";

/** The kernel, programs that check disks, load modules and name devices, and AppArmor with its parser of profiles. */
const machineLayer = layer("virtual-machine", [
  "apparmor",
  "e2fsprogs",
  "initramfs-tools",
  "kmod",
  "linux-image-cloud-amd64",
  "udev",
  "zstd",
]);

/** The name of the port through which commands run inside. */
export const insidePort = "troupe-lab";

/** The folders of a virtual machine's file system, uppermost first, and the image with its kernel. */
export interface MachineImage {
  readonly image: string;
  readonly lower: readonly string[];
}

/** Returns the image of a release with the packages of `layers`, built if the cache lacks it. */
export async function machineImage(
  layers: readonly Layer[],
  progress: Progress,
  release?: string,
): Promise<MachineImage> {
  const below = await buildLayers([machineLayer], progress, release);
  const inside = {
    service: insideService,
    server: await readFile(join(import.meta.dirname, "inside-server.sh"), "utf8"),
  };
  const key = `machine-${fingerprint({ below, configuration, inside, network: networkUnits })}`;
  const image = await cached(key, progress, async (build) => {
    build.progress("building the kernel's first file system of virtual machines");
    const at = (name: string) => join(build.folder, name);
    for (const name of ["upper", "work", "root", "files"]) await makeFolder(at(name));
    await writeText(join(at("files"), "inside-server"), inside.server, 0o755);
    await writeText(join(at("files"), "troupe-lab-inside.service"), inside.service);
    const container = nspawn({
      machine: `troupe-lab-${key}`,
      root: at("root"),
      readOnly: { "/mnt": at("files") },
    });
    const mount = 'mount -t overlay machine -o "$1" "$2"; shift 2; exec "$@"';
    const folders = [`lowerdir=${below.join(":")},upperdir=${at("upper")},workdir=${at("work")}`, at("root")];
    await build.run(["sh", "-euc", mount, "sh", ...folders, ...container, "--pipe", "sh", "-euc", configuration]);
    for (const name of ["work", "root", "files"]) await rm(at(name), { recursive: true });
  });
  return { image, lower: [join(image, "upper"), ...(await buildLayers([machineLayer, ...layers], progress, release))] };
}

/** Returns the paths of the kernel and of its first file system. */
export function kernelFiles(image: string): { readonly kernel: string; readonly initrd: string } {
  const boot = join(image, "upper", "boot");
  return { kernel: join(boot, "troupe-lab.vmlinuz"), initrd: join(boot, "troupe-lab.initrd") };
}

const insideService = `[Unit]
Description=Commands of the lab
DefaultDependencies=no
After=systemd-udevd.service

[Service]
ExecStart=/usr/local/lib/troupe-lab/inside-server /dev/virtio-ports/${insidePort}
Restart=always

[Install]
WantedBy=sysinit.target
`;

/** Units that configure the network, as a server's own network. */
const networkUnits = ["systemd-networkd.service"];

/**
 * The script that turns the system into one that boots by itself: the units that a container does without, the mounted
 * disk, and a first file system with three modules, which is unpacked faster than Debian's with all drivers. systemd
 * waits longer, because an emulated machine that gets a tenth of a processor is slow. dpkg syncs files again, because a
 * machine loses what is not synced.
 */
const configuration = `
version=$(ls /lib/modules)
cd /etc/systemd/system
for unit in ${masked.join(" ")}; do
  case $unit in apt-daily* | e2scrub* | fstrim* | dpkg-db-backup*) ;; *) rm -f "$unit" ;; esac
done
echo '/dev/vda / ext4 errors=remount-ro 0 1' > /etc/fstab
mkdir -p /etc/systemd/system.conf.d
printf '[Manager]\n%s\n%s\n' DefaultTimeoutStartSec=10min DefaultDeviceTimeoutSec=10min > /etc/systemd/system.conf.d/troupe-lab.conf
sed -i /force-unsafe-io/d /etc/dpkg/dpkg.cfg.d/*
mkdir -p /usr/local/lib/troupe-lab
cp /mnt/inside-server /usr/local/lib/troupe-lab/
cp /mnt/troupe-lab-inside.service /etc/systemd/system/
systemctl --quiet enable ${networkUnits.join(" ")} apparmor.service troupe-lab-inside.service
echo MODULES=list > /etc/initramfs-tools/conf.d/troupe-lab
printf '%s\\n' virtio_pci virtio_blk ext4 > /etc/initramfs-tools/modules
rm -f /boot/initrd.img-*
mkinitramfs -o "/boot/initrd.img-$version" "$version"
ln "/boot/initrd.img-$version" /boot/troupe-lab.initrd
cp "/boot/vmlinuz-$version" /boot/troupe-lab.vmlinuz
`;
