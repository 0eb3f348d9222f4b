/** Settings as an inventory and results write them. */
import type { InterfaceFragment } from "./interface.ts";

/** Settings at one of the places that take them. */
export interface Settings<O> {
  /** Values at ordinary priority: two places that set one scalar differently are an error. */
  readonly settings?: InterfaceFragment<O>;
}

/** Settings at a place that also takes weaker ones. */
export interface SettingsWithDefaults<O> extends Settings<O> {
  /** Weaker values of the same shape: each yields to `settings` of any place. */
  readonly defaults?: InterfaceFragment<O>;
}
