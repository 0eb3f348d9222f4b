/** Declarations of options, merged over all modules. */
import type { Path, RawDefinition } from "./definition.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { AnyOption, AnyType, OptionTree } from "./option.ts";
import type { Site } from "./site.ts";

/** A tree of options with its place. */
export interface DeclaredTree {
  readonly tree: OptionTree;
  readonly site: Site;
}

/** A group of options. */
export interface DeclaredGroup {
  readonly kind: "group";
  readonly names: readonly string[];
  /** The position of each name in `names` and `children`. */
  readonly index: ReadonlyMap<string, number>;
  readonly children: readonly Declared[];
  /** Contradictory declarations in this group and below, which leave open which options exist. */
  readonly problems: readonly DeclaredProblem[];
}

/** An option, merged from all of its declarations. */
export interface DeclaredOption {
  readonly kind: "option";
  readonly type: AnyType;
  /** The default, as a definition of the lowest priority. */
  readonly default: RawDefinition | undefined;
  /** The default's value, if it has no wrapper. */
  readonly plainDefault: unknown;
  /**
   * True if the value is what the type makes of the definitions: no `apply`, no `readOnly`, no contradictory
   * declarations.
   */
  readonly plain: boolean;
  /** Makes the final value from the merged one, which is only computed if `apply` asks for it. */
  readonly apply: ((merged: () => unknown) => unknown) | undefined;
  readonly readOnly: boolean;
  readonly sites: readonly Site[];
  readonly option: AnyOption;
  /** Throws TRP1006 if the declarations contradict each other. */
  readonly check: ((path: Path) => void) | undefined;
}

/** A declaration that contradicts another one of the same name. */
export interface DeclaredProblem {
  readonly kind: "problem";
  readonly problem: (path: Path) => Diagnostic;
}

/** The merged declarations of a name in a tree of options. */
export type Declared = DeclaredGroup | DeclaredOption | DeclaredProblem;
