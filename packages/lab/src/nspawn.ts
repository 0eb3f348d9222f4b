/** The command line of systemd-nspawn, which runs a host. Each flag stands beside its reason. */

/** A container: its name and its file systems. */
export interface Container {
  readonly machine: string;
  /** The root of the container's file system. */
  readonly root: string;
  /** Folders of the machine that the container can read, by their paths in the container. */
  readonly readOnly: Readonly<Record<string, string>>;
}

/** Returns a command line that runs a program in the container. `--pipe` and the program, or `--boot`, follow. */
export function nspawn({ machine, root, readOnly }: Container): readonly string[] {
  return [
    "env",
    "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1", // the host has version 2 alone, also where the machine has both versions
    "SYSTEMD_NSPAWN_API_VFS_WRITABLE=network", // lets hosts set net.* by sysctl
    "systemd-nspawn",
    "--quiet",
    "--settings=no",
    "--register=no", // the machine needs neither systemd nor dbus
    "--keep-unit", // leaves the container in the control group of its parent
    `--machine=${machine}`,
    `--directory=${root}`,
    "--resolv-conf=off",
    "--timezone=off", // otherwise packages that set the time zone cannot be installed
    "--link-journal=no",
    ...Object.entries(readOnly).map(([inside, outside]) => `--bind-ro=${outside}:${inside}`),
  ];
}
