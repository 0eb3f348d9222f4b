/** Priorities and orders of definitions. Lower priorities win; lower orders come first. */

/** The priority that a path without any definition reports. */
export const undefinedPriority = 9999;
/** The priority of an option's own default. */
export const optionDefaultPriority = 1500;
/** The priority of `mkDefault`. */
export const defaultPriority = 1000;
/** The priority of a definition without a wrapper. */
export const plainPriority = 100;
/** The priority of `mkForce`. */
export const forcePriority = 50;
/** The order of a definition without `mkOrder`. */
export const plainOrder = 1000;
