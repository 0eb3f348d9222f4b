/**
 * The versions of everything that outlives a run of Troupe. A version grows when an older Troupe could not follow the
 * new form. A reader of a newer version refuses; a reader of an older one brings it up to date.
 */
export const formatVersions = {
  /** The files below /var/lib/troupe; `migrate_state` of the agent script brings older ones up to date. */
  state: 1,
  /** The manifest of a generation, in its first line. */
  manifest: 1,
  /** `provenance.json` of a generation. */
  provenance: 1,
  /** The record that a NixOS machine keeps beside a system. */
  nixosRecord: 1,
  /** The reply of the agent script, in its first line. */
  reply: 1,
  /** The files below `.troupe/` of a project. */
  project: 1,
  /** The output of commands with `--json`, and the plan in it. */
  json: 1,
} as const;
