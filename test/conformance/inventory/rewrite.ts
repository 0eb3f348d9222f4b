/** Changing what definitions hold, wrappers and laziness left as they are. */
import { isPlainObject } from "@troupe/modules";
import { tagOf, whnf } from "@troupe/modules/internal";
import { deferred, lazySet } from "../modules/values.ts";

/** The definition with `change` applied to the values at a path; `*` stands for every name. */
export function rewrite(definition: unknown, path: readonly string[], change: (value: unknown) => unknown): unknown {
  const value = whnf(definition);
  const inside = (content: unknown): unknown => deferred(() => rewrite(content, path, change));
  const wrapper = value as {
    readonly content: unknown;
    readonly contents: readonly unknown[];
    readonly value: unknown;
  };
  switch (tagOf(value)) {
    case "if":
    case "override":
    case "order":
      return { ...wrapper, content: inside(wrapper.content) };
    case "definition":
      return { ...wrapper, value: inside(wrapper.value) };
    case "merge":
      return { ...wrapper, contents: wrapper.contents.map(inside) };
  }
  const [name, ...rest] = path;
  if (name === undefined) return change(value);
  if (!isPlainObject(value)) return value;
  const at = (key: string): unknown => (name === "*" || name === key ? rewrite(value[key], rest, change) : value[key]);
  return lazySet(Object.keys(value).map((key) => [key, () => at(key)] as const));
}
