/**
 * Where options are nested, wrappers around a whole group are moved onto the definitions inside it, as nixpkgs' `pushDownProperties`
 * does: `mkIf(c, { a: 1 })` becomes `{ a: mkIf(c, 1) }`. So conditions may refer to the rest of the configuration.
 */
import { isTroupeError, TroupeError } from "../diagnostics/diagnostic.ts";
import { undecidedDefinitions } from "../diagnostics/kinds.ts";
import { siteAt, sourceInside } from "./definition.ts";
import type { DefinitionSet, Path, RawDefinition, Source } from "../model/definition.ts";
import { holds } from "./resolve.ts";
import { attempt, isOverflow } from "../evaluation/cell.ts";
import { type Conditional, isPlainObject, type Merged, type Overridden, tagOf, whnf } from "./wrapped.ts";
import { contentsOf, priorityIn } from "./wrapper-form.ts";

/** The definitions of a name in sets that all have it. */
export const definitionsIn = (groups: readonly DefinitionSet[], name: string): readonly RawDefinition[] =>
  groups.map(({ value, source }) => ({ holder: value as object, key: name, source }));

/** The sets of definitions that a value stands for are added. */
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
    for (const group of inner) into.push(wrapEach(group, (part) => ({ _type: "override", priority, content: part, pushed: true })));
  } else {
    into.push({ value, source });
  }
}

function pushCondition(path: Path, { condition, content }: Conditional, source: Source, into: DefinitionSet[]): void {
  const inside = sourceInside(source, path, "content");
  const groups: DefinitionSet[] = [];
  try {
    attempt(() => pushDown(path, content, inside, groups));
  } catch (error) {
    // The value could not say which options it defines. If the condition is false it did not have to.
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
  for (const group of groups) into.push(wrapEach(group, (part) => ({ _type: "if", condition, content: part, pushed: true })));
}

/** A loop that goes through the names of a group does not know where it was entered; here it is known. */
function withPlace(error: unknown, path: Path, source: Source): unknown {
  if (!isTroupeError(error) || Object.keys(source.site).length === 0) return error;
  const mark = { site: siteAt(source, path), note: "in this definition" };
  return new TroupeError(
    error.diagnostics.map((diagnostic) =>
      diagnostic.code === undecidedDefinitions.code && diagnostic.marks.length === 0 ? { ...diagnostic, marks: [mark] } : diagnostic,
    ),
  );
}

/** Each property with a wrapper around it; the properties themselves are still only read on demand. */
function wrapEach(group: DefinitionSet, wrap: (part: unknown) => unknown): DefinitionSet {
  const holder = group.value;
  if (!isPlainObject(holder)) return group;
  const wrapped: Record<string, unknown> = {};
  for (const key of Object.keys(holder)) {
    const part = { _type: "lazy", content: () => holder[key] };
    Object.defineProperty(wrapped, key, { value: wrap(part), enumerable: true });
  }
  return { value: wrapped, source: group.source };
}
