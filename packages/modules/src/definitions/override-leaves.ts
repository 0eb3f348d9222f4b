/** Making a whole definition weaker or stronger, value by value. */
import type { AnyOption, AnyType, OptionTree } from "../model/option.ts";
import { rawOf } from "./definition.ts";
import { callCounted } from "./call.ts";
import { isPlainObject, tagOf } from "./wrapped.ts";
import { lazy, mkOverride } from "./wrappers.ts";

/**
 * The definition with every leaf at `priority`, so that each of its values yields (or wins) on its own: `mkOverride` on a whole set would
 * drop all of it because of one other key. Options, submodules and attribute sets are gone into; the value of any other type is a leaf.
 * A priority that is written stays.
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

/** Applies `change` to what the wrappers around a definition hold; what has a priority of its own is left alone. */
function inside(definition: unknown, change: (content: unknown) => unknown): unknown {
  const wrapper = definition as { readonly content: unknown; readonly contents: readonly unknown[] };
  switch (tagOf(definition)) {
    case "lazy":
      return lazy(() => inside(callCounted(wrapper.content as () => unknown), change));
    case "if":
    case "order":
      return { ...wrapper, content: inside(wrapper.content, change) };
    case "merge":
      // What is wrong with it is told where it is merged.
      return Array.isArray(wrapper.contents) ? { ...wrapper, contents: wrapper.contents.map((each) => inside(each, change)) } : definition;
    case "override":
      return definition;
    default:
      return change(definition);
  }
}

function mapValues(record: Readonly<Record<string, unknown>>, change: (value: unknown, key: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
