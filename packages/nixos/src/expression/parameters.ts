/** The parameters of a JavaScript function. */
import type { Pattern } from "acorn";

/** A parameter with a name, or one that a pattern takes apart: `({ name, value }) => …`. */
export interface Parameter {
  /** The name of the parameter; undefined for a pattern. */
  readonly name: string | undefined;
  /** The names that the parameter binds. */
  readonly binds: readonly string[];
  /** True for a parameter with a default or a rest: neither has a meaning for values that only NixOS knows. */
  readonly isSpecial: boolean;
}

/** Describes a parameter. */
export function parameterOf(pattern: Pattern): Parameter {
  const named = pattern.type === "AssignmentPattern" ? pattern.left : pattern;
  return {
    name: named.type === "Identifier" ? named.name : undefined,
    binds: boundNames(pattern),
    isSpecial: isSpecial(pattern),
  };
}

/** Returns the names that a pattern binds, in the order of the text. */
export const boundNames = (pattern: Pattern): readonly string[] =>
  pattern.type === "Identifier" ? [pattern.name] : innerPatterns(pattern).flatMap(boundNames);

function isSpecial(pattern: Pattern): boolean {
  return (
    pattern.type === "AssignmentPattern" || pattern.type === "RestElement" || innerPatterns(pattern).some(isSpecial)
  );
}

function innerPatterns(pattern: Pattern): readonly Pattern[] {
  switch (pattern.type) {
    case "AssignmentPattern":
      return [pattern.left];
    case "RestElement":
      return [pattern.argument];
    case "ArrayPattern":
      return pattern.elements.filter((element) => element !== null);
    case "ObjectPattern":
      return pattern.properties.map((property) => (property.type === "Property" ? property.value : property));
    default:
      return [];
  }
}
