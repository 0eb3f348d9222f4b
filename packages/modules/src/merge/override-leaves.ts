/** Gives every leaf of a definition the same priority. */
import type { AnyOption, AnyType, OptionTree } from "../model/option.ts";
import { rawOf } from "./provenance.ts";
import { callCounted } from "./definition-calls.ts";
import { tagOf } from "./wrapper-tag.ts";
import { isPlainObject } from "./value.ts";
import { lazy, mkOverride } from "./wrappers.ts";

/**
 * Returns the definition with every leaf at `priority`, so that each leaf yields (or wins) by itself: `mkOverride`
 * around the whole set would drop the set because of one other key. Descends into options, submodules and attribute
 * sets; the value of any other type is a leaf. A leaf that has a priority keeps it.
 *
 * @example
 * overrideLeaves(1200, { daily: 3 }, { daily: option(t.int), weekly: option(t.int) }); // => { daily: mkOverride(1200, 3) }
 */
export function overrideLeaves(priority: number, definition: unknown, options: OptionTree): unknown {
  return inside(definition, (content) => {
    if (!isPlainObject(content)) return content;
    return mapValues(content, (value, key) => {
      const declared: AnyOption | OptionTree | undefined = Object.hasOwn(options, key) ? options[key] : undefined;
      if (declared === undefined) return value;
      return "~option" in declared
        ? overrideValue(priority, value, (declared as AnyOption).type)
        : overrideLeaves(priority, value, declared as OptionTree);
    });
  });
}

function overrideValue(priority: number, definition: unknown, type: AnyType | undefined): unknown {
  return inside(definition, (content) => {
    if (!isPlainObject(content) || type?.below === undefined) return mkOverride(priority, content);
    const raw = [rawOf(content, { site: {}, depth: 0 })];
    return mapValues(content, (value, key) => overrideValue(priority, value, type.below!([], raw, key)?.type));
  });
}

/** Applies `change` inside the wrappers around a definition, unless one of them is a priority. */
function inside(definition: unknown, change: (content: unknown) => unknown): unknown {
  const wrapper = definition as { readonly content: unknown; readonly contents: readonly unknown[] };
  switch (tagOf(definition)) {
    case "lazy":
      return lazy(() => inside(callCounted(wrapper.content as () => unknown), change));
    case "if":
    case "order":
      return { ...wrapper, content: inside(wrapper.content, change) };
    case "merge":
      // `resolve` reports a malformed mkMerge (TRP1022).
      return Array.isArray(wrapper.contents)
        ? { ...wrapper, contents: wrapper.contents.map((content) => inside(content, change)) }
        : definition;
    case "override":
      return definition;
    default:
      return change(definition);
  }
}

function mapValues(
  record: Readonly<Record<string, unknown>>,
  change: (value: unknown, key: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
