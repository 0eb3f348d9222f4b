/** Finds out whether this machine can boot hosts, by trying, because containers forbid various system calls. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { whyNoGroups } from "./control-groups.ts";
import { commandEnvironment } from "./command.ts";
import { findDistribution } from "./distribution.ts";
import { labsFolder, probeFolder } from "./paths.ts";

/** The answer of {@link hostsSupported}. */
export type Support = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Programs that labs use, with the Debian package of each program. */
const tools = {
  "apt-get": "apt",
  bash: "bash",
  "dpkg-deb": "dpkg",
  flock: "util-linux",
  ip: "iproute2",
  mmdebstrap: "mmdebstrap",
  mount: "mount",
  nsenter: "util-linux",
  ssh: "openssh-client",
  "ssh-keygen": "openssh-client",
  "systemd-nspawn": "systemd-container",
  tar: "tar",
  unshare: "util-linux",
  zstd: "zstd",
} as const;

/** Programs that virtual machines need besides. */
const machineTools = { mke2fs: "e2fsprogs", "qemu-system-x86_64": "qemu-system-x86" } as const;

/** Returns the Debian packages that labs need and the machine lacks, with `vm` also those of virtual machines. */
export function missingPackages({ vm = false }: { readonly vm?: boolean } = {}): readonly string[] {
  const folders = (commandEnvironment()["PATH"] ?? "").split(":");
  const isThere = (tool: string) => folders.some((folder) => folder !== "" && isExecutable(join(folder, tool)));
  const missing = Object.entries({ ...tools, ...(vm && machineTools) }).filter(([tool]) => !isThere(tool));
  return [...new Set(missing.map(([, debianPackage]) => debianPackage))].toSorted();
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Returns whether this machine can boot hosts, or the reason. Takes a few hundredths of a second.
 *
 * @example
 * const supported = hostsSupported();
 * if (!supported.ok) console.error(supported.reason);
 */
export function hostsSupported(): Support {
  const reason = whyNotHere() ?? whyNotInstalled() ?? whyNoGroups() ?? whyNoNamespaces();
  return reason === undefined ? { ok: true } : { ok: false, reason };
}

/** Returns whether this machine can boot virtual machines, or the reason. */
export function machinesSupported(): Support {
  const supported = hostsSupported();
  const reason = supported.ok ? (whyNoEmulator() ?? whyNotInstalled({ vm: true })) : supported.reason;
  return reason === undefined ? { ok: true } : { ok: false, reason };
}

/** Returns a reason against virtual machines that no installation of packages can change. */
export function whyNoEmulator(): string | undefined {
  if (process.arch !== "x64") return `virtual machines have the processor of a PC, and this is ${process.arch}`;
  if (!existsSync("/dev/net/tun")) return "there is no /dev/net/tun, which virtual machines need for their network";
  return undefined;
}

/** Returns a reason that no installation of packages can change. */
export function whyNotHere(): string | undefined {
  if (process.platform !== "linux") return `hosts are Linux containers, and this is ${process.platform}`;
  if (process.getuid?.() !== 0) return "only root can boot hosts";
  if (findDistribution() === undefined)
    return "hosts are built from the machine's own distribution, which must be Debian or descend from it";
  return undefined;
}

function whyNotInstalled({ vm = false }: { readonly vm?: boolean } = {}): string | undefined {
  const missing = missingPackages({ vm });
  return missing.length === 0
    ? undefined
    : `packages are missing: ${missing.join(", ")} ("npm run lab -- setup${vm ? " --vm" : ""}" installs them)`;
}

/** Tries to make the namespaces and mounts of a host, in the folder of labs, and returns the reason if that fails. */
function whyNoNamespaces(): string | undefined {
  const folder = probeFolder(process.pid);
  mkdirSync(folder, { recursive: true });
  try {
    for (const name of ["lower", "upper", "work", "root"]) mkdirSync(join(folder, name));
    const script =
      "mount -t overlay probe -o lowerdir=lower,upperdir=upper,workdir=work,volatile root && ip link add type veth";
    const kinds = ["--mount", "--net", "--pid", "--uts", "--ipc", "--cgroup", "--fork", "--propagation", "slave"];
    const probe = spawnSync("unshare", [...kinds, "sh", "-c", script], {
      cwd: folder,
      env: commandEnvironment(),
      encoding: "utf8",
    });
    return probe.status === 0
      ? undefined
      : `namespaces, overlay mounts or virtual networks are not allowed here: ${probe.stderr.trim()}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    removeIfEmpty(labsFolder);
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {} // labs are in it
}
