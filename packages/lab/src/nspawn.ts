/** The command line of systemd-nspawn, which runs a host. What the flags are for is not obvious, so they stand here only. */

/** What to run, and where. */
export interface Container {
  readonly machine: string;
  /** The root of its file system. */
  readonly root: string;
  /** Folders of the machine that it sees, by the path at which it sees them. */
  readonly readOnly: Readonly<Record<string, string>>;
}

/** A command line that runs a program in the container; the program follows, after `--pipe` or `--boot`. */
export function nspawn({ machine, root, readOnly }: Container): readonly string[] {
  return [
    "env",
    "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1", // version 2 inside, also where the machine has both
    "SYSTEMD_NSPAWN_API_VFS_WRITABLE=network", // hosts set net.* by sysctl
    "systemd-nspawn",
    "--quiet",
    "--settings=no",
    "--register=no", // the machine needs neither systemd nor dbus
    "--keep-unit", // it stays in the control group that was made for it
    `--machine=${machine}`,
    `--directory=${root}`,
    "--resolv-conf=off",
    "--timezone=off", // else packages that set the time zone cannot be installed
    "--link-journal=no",
    ...Object.entries(readOnly).map(([inside, outside]) => `--bind-ro=${outside}:${inside}`),
  ];
}
