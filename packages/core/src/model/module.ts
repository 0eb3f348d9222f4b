/** Modules that an inventory and results hold. */

/**
 * Definitions for a machine's configuration, checked when it is evaluated. `system({ … })` checks them in the editor.
 */
export type ModuleResult = object | readonly object[];

/**
 * The argument of modules of one platform: `config` is the machine's own evaluated configuration, to be read inside
 * `lazy`.
 */
export interface ModuleContext {
  // oxlint-disable-next-line typescript/no-explicit-any -- the platform's options are not known here
  readonly config: any;
}
