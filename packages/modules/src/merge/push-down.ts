/**
 * Moves wrappers around a group onto the definitions inside it, as nixpkgs' `pushDownProperties`: `mkIf(c, { a: 1 })`
 * becomes `{ a: mkIf(c, 1) }`. So a condition may refer to the rest of the configuration.
 */
import { undecidedDefinitions } from "../diagnostics/kinds.ts";
import { isTroupeError, TroupeError } from "../diagnostics/troupe-error.ts";
import { attempt } from "./attempt.ts";
import { isOverflow } from "../diagnostics/call-stack-overflow.ts";
import type { DefinitionSet, Path, Source } from "../model/definition.ts";
import type { Conditional, Merged, Overridden } from "../model/wrapper.ts";
import { holds } from "./condition.ts";
import { siteAt, sourceInside } from "./provenance.ts";
import { isPlainObject } from "./value.ts";
import { contentsOf, priorityIn } from "./wrapper-form.ts";
import { tagOf, whnf } from "./wrapper-tag.ts";

/** Adds the definition sets of `written` to `into`. */
export function pushDown(path: Path, written: unknown, source: Source, into: DefinitionSet[]): void {
  const value = whnf(written);
  const tag = tagOf(value);
  if (tag === undefined) {
    if (value !== undefined) into.push({ value, source });
  } else if (tag === "merge") {
    contentsOf(value as Merged, path, source).forEach((content, index) =>
      pushDown(path, content, sourceInside(source, path, "contents", String(index)), into),
    );
  } else if (tag === "if") {
    pushCondition(path, value as Conditional, source, into);
  } else if (tag === "override") {
    const priority = priorityIn(value as Overridden, path, source);
    const { content } = value as Overridden;
    const inner: DefinitionSet[] = [];
    pushDown(path, content, sourceInside(source, path, "content"), inner);
    for (const set of inner)
      into.push(wrapEach(set, (part) => ({ _type: "override", priority, content: part, pushed: true })));
  } else {
    into.push({ value, source });
  }
}

function pushCondition(path: Path, { condition, content }: Conditional, source: Source, into: DefinitionSet[]): void {
  const inside = sourceInside(source, path, "content");
  const sets: DefinitionSet[] = [];
  try {
    attempt(() => pushDown(path, content, inside, sets));
  } catch (error) {
    // The content failed to say which options it defines. With a false condition there are no definitions, so the error
    // does not matter.
    if (isOverflow(error)) throw error;
    let counts: boolean;
    try {
      counts = holds(path, condition, source);
    } catch (second) {
      throw withPlace(second, path, source);
    }
    if (counts) throw withPlace(error, path, source);
    return;
  }
  for (const set of sets) into.push(wrapEach(set, (part) => ({ _type: "if", condition, content: part, pushed: true })));
}

/**
 * Adds the site of the group to TRP1021: the loop through the names of a group does not know where the loop was
 * entered.
 */
function withPlace(error: unknown, path: Path, source: Source): unknown {
  if (!isTroupeError(error) || Object.keys(source.site).length === 0) return error;
  const mark = { site: siteAt(source, path), note: "in this definition" };
  return new TroupeError(
    error.diagnostics.map((diagnostic) =>
      diagnostic.code === undecidedDefinitions.code && diagnostic.marks.length === 0
        ? { ...diagnostic, marks: [mark] }
        : diagnostic,
    ),
  );
}

/** Wraps each property of a set; the properties themselves are still read on demand. */
function wrapEach(set: DefinitionSet, wrap: (part: unknown) => unknown): DefinitionSet {
  const holder = set.value;
  if (!isPlainObject(holder)) return set;
  const wrapped: Record<string, unknown> = {};
  for (const key of Object.keys(holder)) {
    const part = { _type: "lazy", content: () => holder[key] };
    Object.defineProperty(wrapped, key, { value: wrap(part), enumerable: true });
  }
  return { value: wrapped, source: set.source };
}
