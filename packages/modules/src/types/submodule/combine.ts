/** Two declarations of one submodule option, combined. */
import type { SubmoduleDeclaration } from "./declaration.ts";

/** Combines two declarations, that of the later module first. Undefined if the declarations contradict each other. */
export function combineDeclarations(
  left: SubmoduleDeclaration,
  right: SubmoduleDeclaration | undefined,
): SubmoduleDeclaration | undefined {
  if (right === undefined) return undefined;
  const [leftArgs, rightArgs] = [left.specialArgs ?? {}, right.specialArgs ?? {}];
  const differs =
    (left.class !== undefined && right.class !== undefined && left.class !== right.class) ||
    (left.reader !== null && right.reader !== null && left.reader !== right.reader) ||
    (left.description !== undefined && right.description !== undefined && left.description !== right.description) ||
    Object.keys(leftArgs).some((name) => Object.hasOwn(rightArgs, name));
  if (differs) return undefined;
  return {
    modules: [...right.modules, ...left.modules],
    specialArgs: { ...leftArgs, ...rightArgs },
    class: left.class ?? right.class,
    description: left.description ?? right.description,
    reader: left.reader === null ? right.reader : left.reader,
  };
}
