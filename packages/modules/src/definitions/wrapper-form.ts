/** The form that wrappers must have. TypeScript makes them with functions; in JSON they are written by hand, and anything may be. */
import { fail } from "../diagnostics/catalogue.ts";
import { invalidWrapper } from "../diagnostics/kinds.ts";
import { kindOf, showPath } from "../diagnostics/show.ts";
import { siteAt } from "./definition.ts";
import type { Path, Source } from "../model/definition.ts";
import { type Merged, type Ordered, type Overridden, whnf } from "./wrapped.ts";

/** The priority of a wrapper that has one. */
export function priorityIn(wrapper: Overridden | Ordered, path: Path, source: Source): number {
  const { priority } = wrapper as { readonly priority: unknown };
  if (typeof priority === "number" && !Number.isNaN(priority)) return priority;
  return refuse(wrapper, "priority", "a number", priority, path, source);
}

/** The definitions that a `mkMerge` stands for; the list itself may be deferred. */
export function contentsOf(wrapper: Merged, path: Path, source: Source): readonly unknown[] {
  const contents = whnf(wrapper.contents);
  return Array.isArray(contents) ? contents : refuse(wrapper, "contents", "a list", contents, path, source);
}

function refuse(wrapper: { readonly _type: string }, part: string, expected: string, value: unknown, path: Path, source: Source): never {
  const params = { path: showPath(path), wrapper: wrapper._type, part, expected, found: value === undefined ? "missing" : kindOf(value) };
  return fail(invalidWrapper, params, { path: showPath(path), marks: [{ site: siteAt(source, path) }] });
}
