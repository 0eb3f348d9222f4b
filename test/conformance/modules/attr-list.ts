/** nixpkgs' `attrListOf`: a list of sets with one name each, which may also be written as a set. */
import {
  type AnyType,
  checkedMerge,
  type Definition,
  defineType,
  isPlainObject,
  type Path,
  phrase,
  resolve,
  type Source,
} from "@troupe/modules";
import { tagOf, whnf } from "@troupe/modules/internal";
import { entriesOf, lazySet } from "./values.ts";

const plainOrder = 1000;
const plainPriority = 100;

interface Item {
  readonly key: string;
  /** With `mkOverride` around it, but without `mkOrder`. */
  readonly value: unknown;
  readonly order: number;
  readonly priority: number;
  readonly source: Source;
}

/** The type of attribute lists. */
export function attrListOf(of: AnyType): AnyType {
  const type: AnyType = defineType<AnyType>({
    name: "attrListOf",
    description: `attribute list of ${phrase(of, "noun", "composite")}`,
    descriptionClass: "composite",
    check: (value) => Array.isArray(value) || isPlainObject(value),
    merge: (path, definitions) => merge(of, type, path, definitions),
    empty: () => [],
    combine: () => undefined,
  });
  return type;
}

function merge(of: AnyType, type: AnyType, path: Path, definitions: readonly Definition[]): readonly unknown[] {
  const items = definitions.flatMap((definition) => itemsOf(type, path, definition));
  const best = new Map<string, number>();
  for (const { key, priority } of items) best.set(key, Math.min(best.get(key) ?? plainPriority, priority));
  return items
    .filter(({ key, priority }) => priority === best.get(key))
    .toSorted((left, right) => left.order - right.order)
    .flatMap(({ key, value, source }) => {
      const here = [...path, key];
      const resolved = resolve(here, [{ holder: { value }, key: "value", source }]);
      return resolved.definitions.length === 0
        ? []
        : [lazySet([[key, () => checkedMerge(of, here, resolved.definitions)]])];
    });
}

function itemsOf(type: AnyType, path: Path, { value, source, priority }: Definition): readonly Item[] {
  if (!Array.isArray(value)) return entriesOf(value as object).map(([key, part]) => ({ key, source, ...peel(part()) }));
  return value.map((element: unknown): Item => {
    const raw = whnf(element);
    const outer =
      tagOf(raw) === "order" ? (raw as { readonly priority: number; readonly content: unknown }) : undefined;
    const item = outer === undefined ? raw : whnf(outer.content);
    if (!isPlainObject(item) || Object.keys(item).length !== 1) {
      // Exactly the error for a definition that is not of the type.
      const strict: AnyType = { ...type, accepts: () => false };
      return checkedMerge(strict, path, [{ value: raw, source, priority }]) as never;
    }
    const [[key, part]] = entriesOf(item) as readonly [readonly [string, () => unknown]];
    const peeled = peel(part());
    return { key, source, ...peeled, order: outer?.priority ?? peeled.order };
  });
}

function peel(written: unknown): Pick<Item, "value" | "order" | "priority"> {
  const value = whnf(written);
  const { priority, content } = (value ?? {}) as { readonly priority: number; readonly content: unknown };
  if (tagOf(value) === "order") return { ...peel(content), order: priority };
  if (tagOf(value) !== "override") return { value, order: plainOrder, priority: plainPriority };
  const inner = peel(content);
  return { ...inner, priority, value: { _type: "override", priority, content: inner.value } };
}
