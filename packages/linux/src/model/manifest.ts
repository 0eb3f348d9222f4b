/** The entries of a manifest, one type per kind of line. */

/** A file of the generation's tree. The manifest lists each file except `manifest` and `provenance.json`. */
export interface ManifestFile {
  readonly sha256: string;
  readonly mode: number;
  readonly path: string;
}

/** A file below /etc: a copy of a file of the tree with an owner and permissions, or a link into the current generation. */
export interface EtcEntry {
  /** Path below /etc. */
  readonly target: string;
  readonly kind: "link" | "copy";
  /** Set for copies only, like `user` and `group`. */
  readonly mode?: number | undefined;
  readonly user?: string | undefined;
  readonly group?: string | undefined;
  /** Tree path of the content. */
  readonly path: string;
}

/** A line of the managed block of /etc/hosts. */
export interface HostEntry {
  readonly ip: string;
  readonly names: readonly string[];
}

/**
 * A unit. The text of the unit is `units/NAME` in the tree, or `units/NAME.d/overrides.conf` where a package ships the
 * unit. An empty file below `units/` that has no unit entry masks a unit.
 */
export interface UnitEntry {
  readonly name: string;
  /**
   * 16 hex digits of the digest of the unit's text and restart triggers. A unit with reload triggers has `+` and 16
   * more digits: if only that second part differs, a reload is enough.
   */
  readonly hash: string;
  /**
   * The action on a running unit whose hash changed. A oneshot service that a timer or another unit starts has `next-run`:
   * a switch neither runs nor stops it, so that a change takes effect at its next run.
   */
  readonly change: "restart" | "reload" | "keep" | "next-run";
  /**
   * True if an active unit wants this unit, so that it must have been started (a oneshot unit may have ended since).
   */
  readonly start: boolean;
}

/** A dependency: `target` pulls in `unit`. */
export interface WantsEntry {
  readonly target: string;
  readonly unit: string;
  readonly kind: "wants" | "requires";
}

/** A group that must exist. */
export interface GroupEntry {
  readonly name: string;
  readonly gid?: number | undefined;
  readonly kind: "system" | "normal";
}

/** A user that must exist. */
export interface UserEntry {
  readonly name: string;
  readonly uid?: number | undefined;
  readonly group: string;
  readonly home?: string | undefined;
  readonly shell?: string | undefined;
  readonly kind: "system" | "normal";
  readonly extraGroups?: readonly string[] | undefined;
  readonly createHome: boolean;
  readonly description?: string | undefined;
}

/**
 * A check that must pass before a switch becomes permanent: a script, repeated until it succeeds or the time is over.
 */
export interface HealthEntry {
  readonly name: string;
  readonly timeoutSeconds: number;
  readonly path: string;
  readonly description?: string | undefined;
}

/** A directory in which a unit keeps data. Removing the unit leaves the directory behind; the plan reports it. */
export interface StateEntry {
  readonly directory: string;
  readonly unit: string;
}

/** Every entry of a generation. The order within a list has no meaning: `printManifest` sorts the lines. */
export interface Manifest {
  readonly machine: string;
  readonly hostname?: string | undefined;
  readonly files: readonly ManifestFile[];
  readonly etc: readonly EtcEntry[];
  readonly hosts: readonly HostEntry[];
  readonly units: readonly UnitEntry[];
  readonly wants: readonly WantsEntry[];
  readonly packages: readonly string[];
  readonly groups: readonly GroupEntry[];
  readonly users: readonly UserEntry[];
  /** Tree paths of tmpfiles.d and sysctl.d files. */
  readonly tmpfiles: readonly string[];
  readonly sysctl: readonly string[];
  readonly health: readonly HealthEntry[];
  readonly state: readonly StateEntry[];
}

/** The entry type of a property of {@link Manifest}. */
export type EntryOf<K extends keyof Manifest> =
  NonNullable<Manifest[K]> extends readonly (infer E)[] ? E : NonNullable<Manifest[K]>;

/** The entry type of each list of {@link Manifest}. */
export type Lists = { [K in keyof Manifest as Manifest[K] extends readonly unknown[] ? K : never]: EntryOf<K> };
