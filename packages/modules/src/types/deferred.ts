/** Definitions that are kept as they are, for an evaluation that comes later and knows their options. */
import { siteAt, siteOf } from "../merge/provenance.ts";
import type { Site } from "../model/site.ts";
import { defineType } from "./type.ts";
import type { OptionType } from "../model/option.ts";

/** The type of {@link deferred}. */
export interface DeferredType extends OptionType<unknown, unknown, readonly DeferredDefinition[], true> {}

/** One definition as it was written, with its place. */
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
  ready: (value, _, place) => (place !== undefined && isUnwrapped(value) ? [forLater(value, siteOf(place))] : undefined),
  empty: () => [],
  readyEmpty: () => [],
});

/** True for objects and lists that are no wrapper; whatever else they are is for the later evaluation to see. */
const isUnwrapped = (value: unknown): boolean => typeof value === "object" && value !== null && !("_type" in value);

/** What is in it is not to be computed before its own evaluation begins, so it is not enumerable: whoever looks for problems passes it by. */
function forLater(value: unknown, site: Site): DeferredDefinition {
  return Object.defineProperty({ site }, "value", { value }) as DeferredDefinition;
}
