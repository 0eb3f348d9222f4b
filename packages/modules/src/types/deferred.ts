/** Definitions that are kept as they are, for an evaluation that comes later and knows their options. */
import { siteAt, siteOf } from "../merge/provenance.ts";
import type { Site } from "../model/site.ts";
import { defineType } from "./type.ts";
import type { OptionType } from "../model/option.ts";

/** The type of {@link deferred}. */
export interface DeferredType extends OptionType<unknown, unknown, readonly DeferredDefinition[], true> {}

/** A definition as it was written, with its place. */
export interface DeferredDefinition {
  readonly value: unknown;
  readonly site: Site;
}

/**
 * Any definitions, unmerged: the value is the list of those that count. Each can become a module of another evaluation:
 * `{ config: value, site }`. The like of nixpkgs' `deferredModule`, for definitions alone.
 */
export const deferred = defineType<DeferredType>({
  name: "deferred",
  description: "definitions for a later evaluation",
  merge: (path, definitions) => definitions.map(({ value, source }) => forLater(value, siteAt(source, path))),
  ready: (value, _, place) =>
    place !== undefined && isUnwrapped(value) ? [forLater(value, siteOf(place))] : undefined,
  empty: () => [],
  readyEmpty: () => [],
});

/** True for objects and lists that are no wrapper; the later evaluation checks them. */
const isUnwrapped = (value: unknown): boolean => typeof value === "object" && value !== null && !("_type" in value);

/**
 * Hides the value from `problemsIn` and `force`, which read enumerable properties, because a later evaluation computes
 * the definition.
 */
function forLater(value: unknown, site: Site): DeferredDefinition {
  return Object.defineProperty({ site }, "value", { value }) as DeferredDefinition;
}
