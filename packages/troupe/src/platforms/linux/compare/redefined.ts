/** Drift of units that a switch restores by a restart. */

/** True for a difference of a unit whose restoration restarts the unit. */
export const isRedefined = (kind: string | undefined, how: string): boolean =>
  kind === "unit" && ["masked", "replaced", "drop-in"].includes(how);
