/** Follows a path into a submodule's options without evaluating the submodule. */
import type { DeclaredGroup } from "../../model/declaration.ts";
import type { RawDefinition } from "../../model/definition.ts";
import type { AnyType, Below } from "../../model/option.ts";
import { definitionsOf } from "../attrs.ts";
import { defineType } from "../type.ts";

/** The type and the definitions of a child of a group. */
export function belowGroup(
  group: DeclaredGroup,
  definitions: readonly RawDefinition[],
  key: string,
): Below | undefined {
  const position = group.index.get(key);
  const child = position === undefined ? undefined : group.children[position];
  if (child === undefined || child.kind === "problem") return undefined;
  return { type: child.kind === "group" ? groupType(child) : child.type, definitions: definitionsOf(definitions, key) };
}

function groupType(group: DeclaredGroup): AnyType {
  return defineType<AnyType>({ name: "options", below: (_, definitions, key) => belowGroup(group, definitions, key) });
}
