/** Checks the form of wrappers, because wrappers in JSON are written by hand. */
import { fail } from "../diagnostics/diagnostic-kind.ts";
import { invalidWrapper } from "../diagnostics/kinds.ts";
import { kindOf, showPath } from "../diagnostics/value-text.ts";
import { siteAt } from "./provenance.ts";
import type { Path, Source } from "../model/definition.ts";
import { whnf } from "./wrapper-tag.ts";
import type { Merged, Ordered, Overridden } from "../model/wrapper.ts";

/** Returns the priority of a `mkOverride` or `mkOrder`. Throws TRP1022 if it is not a number. */
export function priorityIn(wrapper: Overridden | Ordered, path: Path, source: Source): number {
  const { priority } = wrapper as { readonly priority: unknown };
  if (typeof priority === "number" && !Number.isNaN(priority)) return priority;
  return refuse(wrapper, "priority", "a number", priority, path, source);
}

/** Returns the contents of a `mkMerge`, computing a lazy list. Throws TRP1022 if they are not a list. */
export function contentsOf(wrapper: Merged, path: Path, source: Source): readonly unknown[] {
  const contents = whnf(wrapper.contents);
  return Array.isArray(contents) ? contents : refuse(wrapper, "contents", "a list", contents, path, source);
}

function refuse(
  wrapper: { readonly _type: string },
  part: string,
  expected: string,
  value: unknown,
  path: Path,
  source: Source,
): never {
  const params = {
    path: showPath(path),
    wrapper: wrapper._type,
    part,
    expected,
    found: value === undefined ? "missing" : kindOf(value),
  };
  return fail(invalidWrapper, params, { path: showPath(path), marks: [{ site: siteAt(source, path) }] });
}
