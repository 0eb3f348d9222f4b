/** From raw definitions to those that count: conditions, then priorities, then order, exactly as in nixpkgs' `mergeDefinitions`. */
import { fail } from "../diagnostics/catalogue.ts";
import { invalidCondition } from "../diagnostics/kinds.ts";
import { kindOf, showPath } from "../diagnostics/show.ts";
import type { Site } from "../model/site.ts";
import { callCounted } from "./call.ts";
import { readRaw, siteAt, sourceInside } from "./definition.ts";
import type { Definition, Path, RawDefinition, Resolved, Source } from "../model/definition.ts";
import { type Conditional, type Merged, type Ordered, type Overridden, tagOf, whnf } from "./wrapped.ts";
import { contentsOf, priorityIn } from "./wrapper-form.ts";
import { optionDefaultPriority, plainOrder, plainPriority } from "./wrappers.ts";

/** The priority reported for something that nobody defines. */
export const undefinedPriority = 9999;

/**
 * Finds the definitions that count, in the order in which they are merged. `fallback` is an option's default: it counts only if nothing
 * stronger is defined.
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
  if (definitions.length === 0) return { definitions, priority: undefinedPriority };
  return { definitions: definitions.some(({ value }) => tagOf(value) === "order") ? sorted(path, definitions) : definitions, priority };
}

const nothing: Resolved = { definitions: [], priority: undefinedPriority };

const highest = (priority: number, definition: Definition): number => Math.min(priority, definition.priority);

/** Most definitions: nothing says how strong they are or in which order they come. */
function isPlain({ value }: Definition): boolean {
  const tag = tagOf(value);
  return tag !== "override" && tag !== "order";
}

/** A definition whose conditions hold is added, with the priority of an outermost `mkOverride`, which is still around it. */
function discharge(path: Path, written: unknown, source: Source, into: Definition[]): void {
  const value = whnf(written);
  // Nix has no such thing; in TypeScript it is what conditional properties have when they are not there.
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

/** The truth of a condition, which may be a function. */
export function holds(path: Path, condition: unknown, source: Source): boolean {
  const value = whnf(typeof condition === "function" ? callCounted(condition as () => unknown) : condition);
  if (typeof value === "boolean") return value;
  const details = { path: showPath(path), marks: [{ site: siteAt(source, path) }] };
  return fail(invalidCondition, { path: showPath(path), found: kindOf(value) }, details);
}

const priorityOf = (value: unknown, path: Path, source: Source): number =>
  tagOf(value) === "override" ? priorityIn(value as Overridden, path, source) : plainPriority;

/** The content of an outermost `mkOverride`; only that of definitions that win is ever computed. */
function stripOverride(path: Path, definition: Definition): Definition {
  if (tagOf(definition.value) !== "override") return definition;
  const { content, pushed } = definition.value as Overridden;
  const source = pushed === true ? definition.source : sourceInside(definition.source, path, "content");
  return { value: whnf(content), source, priority: definition.priority };
}

function sorted(path: Path, definitions: readonly Definition[]): readonly Definition[] {
  return definitions
    .map((definition) => {
      if (tagOf(definition.value) !== "order") return { order: plainOrder, definition };
      const order = priorityIn(definition.value as Ordered, path, definition.source);
      const { content } = definition.value as Ordered;
      const source = sourceInside(definition.source, path, "content");
      return { order, definition: { value: whnf(content), source, priority: definition.priority, ordered: true as const } };
    })
    .toSorted((left, right) => left.order - right.order)
    .map(({ definition }) => definition);
}
