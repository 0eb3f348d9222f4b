/**
 * Resolves raw definitions to those that count: conditions, then priorities, then order, as nixpkgs'
 * `mergeDefinitions`.
 */
import type { Definition, Path, RawDefinition, Resolved, Source } from "../model/definition.ts";
import type { Site } from "../model/site.ts";
import type { Conditional, Merged, Overridden } from "../model/wrapper.ts";
import { holds } from "./condition.ts";
import { inOrder } from "./order.ts";
import { optionDefaultPriority, plainPriority, undefinedPriority } from "./priorities.ts";
import { readRaw, sourceInside } from "./provenance.ts";
import { contentsOf, priorityIn } from "./wrapper-form.ts";
import { tagOf, whnf } from "./wrapper-tag.ts";

/**
 * Finds the definitions that count, in the order in which they are merged. `fallback` is an option's default: it counts
 * only if every definition is as weak as a default.
 *
 * @example
 * const source = { site: {}, depth: 1 };
 * const raw = [mkDefault(80), 8080].map((port) => ({ holder: { port }, key: "port", source }));
 * resolve(["port"], raw).definitions.map(({ value }) => value); // => [8080]
 */
export function resolve(path: Path, raw: readonly RawDefinition[], fallback?: RawDefinition): Resolved {
  if (raw.length === 0 && fallback === undefined) return nothing;
  const discharged: Definition[] = [];
  for (const definition of raw) discharge(path, readRaw(definition), definition.source, discharged);
  if (discharged.length > 0 && discharged.every(isPlain)) return { definitions: discharged, priority: plainPriority };
  if (fallback !== undefined && discharged.every(({ priority }) => priority >= optionDefaultPriority)) {
    const weak: Definition[] = [];
    discharge(path, readRaw(fallback), fallback.source, weak);
    discharged.unshift(...weak);
  }
  const priority = discharged.reduce(highest, discharged.length === 1 ? Infinity : undefinedPriority);
  const definitions = discharged
    .filter((definition) => definition.priority === priority)
    .map((definition) => stripOverride(path, definition));
  return definitions.length === 0 ? nothing : { definitions: inOrder(path, definitions), priority };
}

const nothing: Resolved = { definitions: [], priority: undefinedPriority };

const highest = (priority: number, definition: Definition): number => Math.min(priority, definition.priority);

/** True for a definition without a priority and without an order. */
function isPlain({ value }: Definition): boolean {
  const tag = tagOf(value);
  return tag !== "override" && tag !== "order";
}

/**
 * Adds the definitions whose conditions hold, each with the priority of an outermost `mkOverride`, which stays around
 * the value.
 */
function discharge(path: Path, written: unknown, source: Source, into: Definition[]): void {
  const value = whnf(written);
  // `undefined` is the value of an absent conditional property in TypeScript; Nix has no counterpart.
  if (value === undefined) return;
  const tag = tagOf(value);
  if (tag === undefined) {
    into.push({ value, source, priority: plainPriority });
  } else if (tag === "merge") {
    contentsOf(value as Merged, path, source).forEach((content, index) =>
      discharge(path, content, sourceInside(source, path, "contents", String(index)), into),
    );
  } else if (tag === "if") {
    const { condition, content, pushed } = value as Conditional;
    const inside = pushed === true ? source : sourceInside(source, path, "content");
    if (holds(path, condition, source)) discharge(path, content, inside, into);
  } else if (tag === "definition") {
    const placed = value as { readonly site?: Site; readonly value: unknown };
    const inner = whnf(placed.value);
    into.push({
      value: inner,
      source: { site: placed.site ?? source.site, depth: path.length },
      priority: priorityOf(inner, path, source),
    });
  } else {
    into.push({ value, source, priority: priorityOf(value, path, source) });
  }
}

const priorityOf = (value: unknown, path: Path, source: Source): number =>
  tagOf(value) === "override" ? priorityIn(value as Overridden, path, source) : plainPriority;

/**
 * Removes an outermost `mkOverride`. Only winning definitions come here, so the content of an overridden one is never
 * computed.
 */
function stripOverride(path: Path, definition: Definition): Definition {
  if (tagOf(definition.value) !== "override") return definition;
  const { content, pushed } = definition.value as Overridden;
  const source = pushed === true ? definition.source : sourceInside(definition.source, path, "content");
  return { value: whnf(content), source, priority: definition.priority };
}
