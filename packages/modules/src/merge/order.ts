/** The order of definitions that `mkBefore`, `mkAfter` and `mkOrder` give. */
import type { Definition, Path } from "../model/definition.ts";
import type { Ordered } from "../model/wrapper.ts";
import { plainOrder } from "./priorities.ts";
import { sourceInside } from "./provenance.ts";
import { priorityIn } from "./wrapper-form.ts";
import { tagOf, whnf } from "./wrapper-tag.ts";

/** Sorts definitions by their order and removes the wrappers. Definitions of equal order keep their positions. */
export function inOrder(path: Path, definitions: readonly Definition[]): readonly Definition[] {
  if (!definitions.some(({ value }) => tagOf(value) === "order")) return definitions;
  return definitions
    .map((definition) => {
      if (tagOf(definition.value) !== "order") return { order: plainOrder, definition };
      const order = priorityIn(definition.value as Ordered, path, definition.source);
      const { content } = definition.value as Ordered;
      const source = sourceInside(definition.source, path, "content");
      return {
        order,
        definition: { value: whnf(content), source, priority: definition.priority, ordered: true as const },
      };
    })
    .toSorted((left, right) => left.order - right.order)
    .map(({ definition }) => definition);
}
