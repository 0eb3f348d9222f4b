/** Where things lie: what is worth keeping in a cache, what belongs to a lab in a folder that goes with it. */
import { homedir } from "node:os";
import { join } from "node:path";

/** One folder per lab. On disk, because the hosts' file systems lie here; not in /tmp, which tests and people clean. */
export const labsFolder = "/var/tmp/troupe-lab";

/** Where the process of this number tries out what a lab would do. */
export function probeFolder(pid: number): string {
  return join(labsFolder, `${pid}.probe`);
}

/** Base images, layers and repositories: `$XDG_CACHE_HOME/troupe-lab` or `~/.cache/troupe-lab`. */
export function cacheFolder(): string {
  const configured = process.env["XDG_CACHE_HOME"];
  return join(configured !== undefined && configured.startsWith("/") ? configured : join(homedir(), ".cache"), "troupe-lab");
}

/** Files of one lab; all of them are below `folder`. */
export interface LabPaths {
  readonly folder: string;
  /** What the lab is made of, and who owns it. */
  readonly record: string;
  /** The private key that every host lets in as root. */
  readonly key: string;
  readonly knownHosts: string;
  /** Configuration of ssh that knows the hosts by name and address. */
  readonly sshConfig: string;
  /** A program that is ssh, inside the network of the lab and with this configuration; alone in its folder. */
  readonly ssh: string;
}

/** Where the lab of this name keeps its files. */
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

/** Files of one host. */
export interface HostPaths {
  readonly folder: string;
  /** Everything the host ever wrote. */
  readonly upper: string;
  readonly work: string;
  /** Where the host's file system is put together; to be seen by its own processes only. */
  readonly root: string;
  /** What was said when it booted. */
  readonly log: string;
  /** One line for each time it booted since it was started. */
  readonly boots: string;
  /** Its ssh host key. */
  readonly key: string;
}

/** Where the host of this name keeps its files. */
export function hostPaths(lab: string, host: string): HostPaths {
  const folder = join(labPaths(lab).folder, "hosts", host);
  return {
    folder,
    upper: join(folder, "upper"),
    work: join(folder, "work"),
    root: join(folder, "root"),
    log: join(folder, "log"),
    boots: join(folder, "boots"),
    key: join(folder, "ssh_host_ed25519_key"),
  };
}

/** Path of the control group of a lab, or of one of its hosts. */
export function groupPath(lab: string, host?: string): string {
  return host === undefined ? join("troupe-lab", lab) : join("troupe-lab", lab, host);
}
