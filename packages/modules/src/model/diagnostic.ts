/** A problem as data: what is wrong, where, why, and what to do. */
import type { Site } from "./site.ts";

/** Permanent and documented; the first digit says which part of Troupe found the problem. */
export type DiagnosticCode = `TRP${number}`;

/** A place that a problem is about, with a note on the definition there ("the value 7"). */
export interface Mark {
  readonly site: Site;
  readonly note?: string | undefined;
}

/**
 * A problem in a form that the terminal, JSON output and the web page print alike.
 *
 * `blocks` says what cannot go on: "evaluation" (the value has no meaning), "plan" (the value has a meaning, but must
 * not be applied), or "nothing" (a warning).
 */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly blocks: "evaluation" | "plan" | "nothing";
  /** Whole sentences: what is wrong and why. */
  readonly message: string;
  /** The option or setting, in the user's terms: `instances.my-vpn.roles.peer.settings.port`. */
  readonly path?: string | undefined;
  readonly marks: readonly Mark[];
  /** Further lines, in order: the steps of a cycle, the candidates of a choice. */
  readonly notes?: readonly string[] | undefined;
  /** The advice to the user. */
  readonly hint?: string | undefined;
}
