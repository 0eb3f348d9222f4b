/** What lies below a group of options, for those who follow a path into a submodule without evaluating it. */
import type { RawDefinition } from "../model/definition.ts";
import type { DeclaredGroup } from "../model/declaration.ts";
import { definitionsOf } from "./attrs.ts";
import { defineType } from "./type.ts";
import type { AnyType, Below } from "../model/option.ts";

/** The type and the definitions of a child of a group. */
export function belowGroup(group: DeclaredGroup, definitions: readonly RawDefinition[], key: string): Below | undefined {
  const position = group.index.get(key);
  const child = position === undefined ? undefined : group.children[position];
  if (child === undefined || child.kind === "problem") return undefined;
  return { type: child.kind === "group" ? typeOfGroup(child) : child.type, definitions: definitionsOf(definitions, key) };
}

function typeOfGroup(group: DeclaredGroup): AnyType {
  return defineType<AnyType>({ name: "options", below: (_, definitions, key) => belowGroup(group, definitions, key) });
}
