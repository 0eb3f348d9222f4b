/** The shapes of wrappers. The shapes are nixpkgs' own, so that a JSON file can hold wrappers. */

/** The shape of `mkIf`. */
export interface Conditional {
  readonly _type: "if";
  readonly condition: unknown;
  readonly content: unknown;
  /** True for a wrapper that push-down moved here from around a group. */
  readonly pushed?: boolean;
}
/** The shape of `mkMerge`. */
export interface Merged {
  readonly _type: "merge";
  readonly contents: readonly unknown[];
}
/** The shape of `mkOverride`, `mkForce` and `mkDefault`. */
export interface Overridden {
  readonly _type: "override";
  readonly priority: number;
  readonly content: unknown;
  /** True for a wrapper that push-down moved here from around a group. */
  readonly pushed?: boolean;
}
/** The shape of `mkOrder`, `mkBefore` and `mkAfter`. */
export interface Ordered {
  readonly _type: "order";
  readonly priority: number;
  readonly content: unknown;
}
