/** A definition before and after its wrappers are resolved, with its provenance. */
import type { Site } from "./site.ts";

/** The names that lead from the root of the configuration to an option. */
export type Path = readonly string[];

/**
 * The provenance of a module's configuration: `site` is the place of the value at depth `depth` of the option tree, so
 * that `siteAt` can derive the exact place of everything below from its path.
 */
export interface Source {
  readonly site: Site;
  readonly depth: number;
}

/** A definition as it was written: one property of an object, read when its value is needed and not before. */
export interface RawDefinition {
  readonly holder: object;
  readonly key: string;
  readonly source: Source;
}

/** A definition that counts: its condition holds, its priority wins, and its value is known down to the first level. */
export interface Definition {
  readonly value: unknown;
  readonly source: Source;
  readonly priority: number;
  /** True if `mkOrder` gave the definition its position among the others. */
  readonly ordered?: true;
}

/** The definitions that count, and their priority (9999 if there are none). */
export interface Resolved {
  readonly definitions: readonly Definition[];
  readonly priority: number;
}

/** A set of definitions without wrappers around it, or a value that is not a set (TRP1014). */
export interface DefinitionSet {
  readonly value: unknown;
  readonly source: Source;
}

/** The place of a value inside a definition, as a chain of keys that `siteOf` turns into a site on demand. */
export interface Place {
  readonly source: Source;
  readonly within: Place | Path;
  readonly key: string;
}

/** A definition that reaches a path, and whether the definition is used. */
export interface DefinitionInfo {
  readonly site: Site;
  readonly priority: number;
  readonly status: "used" | "overridden" | "condition-false";
  readonly value: unknown;
  /** The definition's position among the others, if `mkOrder` gave it one. */
  readonly order?: number;
}
