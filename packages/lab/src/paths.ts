/** Paths of the cache, and of the files of labs and hosts. */
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * The folder that holds a folder for each lab. The folder is on disk, because it holds the hosts' file systems, and not
 * in /tmp, which tests and people clean.
 */
export const labsFolder = "/var/tmp/troupe-lab";

/** Returns the folder in which a process tries to make mounts. */
export function probeFolder(pid: number): string {
  return join(labsFolder, `${pid}.probe`);
}

/**
 * Returns the folder of base images, layers and repositories: `$XDG_CACHE_HOME/troupe-lab` or `~/.cache/troupe-lab`.
 */
export function cacheFolder(): string {
  const configured = process.env["XDG_CACHE_HOME"];
  return join(
    configured !== undefined && configured.startsWith("/") ? configured : join(homedir(), ".cache"),
    "troupe-lab",
  );
}

/** Files of a lab, all below `folder`. */
export interface LabPaths {
  readonly folder: string;
  /** The lab's record. */
  readonly record: string;
  /** The private key that every host accepts for root. */
  readonly key: string;
  readonly knownHosts: string;
  /** The configuration of ssh, which knows the hosts by name and address. */
  readonly sshConfig: string;
  /** A program that runs ssh inside the network of the lab, with this configuration. Its folder holds no other file. */
  readonly ssh: string;
}

/** Returns the paths of the lab of this name. */
export function labPaths(lab: string): LabPaths {
  const folder = join(labsFolder, lab);
  return {
    folder,
    record: join(folder, "lab.json"),
    key: join(folder, "id_ed25519"),
    knownHosts: join(folder, "known_hosts"),
    sshConfig: join(folder, "ssh_config"),
    ssh: join(folder, "bin", "ssh"),
  };
}

/** Files of a host. */
export interface HostPaths {
  readonly folder: string;
  /** The upper folder of the overlay: all files that the host wrote. */
  readonly upper: string;
  readonly work: string;
  /** The mount point of the host's file system, which only processes of the host see. */
  readonly root: string;
  /** The console output of the last boot. */
  readonly log: string;
  /** The disk of a virtual machine. */
  readonly disk: string;
  /** The socket of a virtual machine through which commands run inside it. */
  readonly inside: string;
  /** The host's ssh host key. */
  readonly key: string;
}

/** Returns the paths of the host of this name. */
export function hostPaths(lab: string, host: string): HostPaths {
  const folder = join(labPaths(lab).folder, "hosts", host);
  return {
    folder,
    upper: join(folder, "upper"),
    work: join(folder, "work"),
    root: join(folder, "root"),
    log: join(folder, "log"),
    disk: join(folder, "disk"),
    inside: join(folder, "inside"),
    key: join(folder, "ssh_host_ed25519_key"),
  };
}

/** Returns the path of the control group of a lab, or of one of its hosts. */
export function groupPath(lab: string, host?: string): string {
  return host === undefined ? join("troupe-lab", lab) : join("troupe-lab", lab, host);
}
