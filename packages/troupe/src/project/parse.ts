/** The syntax tree of a file of the project. Positions are those of the file: types are replaced by spaces. */
import { createRequire, stripTypeScriptTypes } from "node:module";
import { readFileSync } from "node:fs";
import type { Site } from "@troupe/modules";
import type { Node } from "acorn";

/** Loaded when it is needed, which is when there is something wrong. */
const acorn = (): typeof import("acorn") => createRequire(import.meta.url)("acorn") as typeof import("acorn");

/** Undefined if it is not TypeScript whose types can be left out. */
export function parseTypeScript(text: string): Node | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** The place of the first thing in a file that is not valid once its types are left out, of which the engine says no place; undefined if there is none. */
export function syntaxError(file: string): Site | undefined {
  try {
    parse(readFileSync(file, "utf8"));
    return undefined;
  } catch (error) {
    const { loc } = error as { readonly loc?: { readonly line: number; readonly column: number } };
    return loc && { file, line: loc.line, column: loc.column + 1 };
  }
}

function parse(text: string): Node {
  const { emitWarning } = process;
  // Node warns that this function is experimental; the worst that can come of it is a less exact position.
  process.emitWarning = () => {};
  try {
    return acorn().parse(stripTypeScriptTypes(text), { ecmaVersion: "latest", sourceType: "module", locations: true, allowHashBang: true });
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Calls `enter` with a node and all nodes inside; what is inside a node for which it returns false is left out. */
export function visit(node: Node, enter: (node: Node) => boolean | void): void {
  if (enter(node) === false) return;
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const each of value) if (isNode(each)) visit(each, enter);
    } else if (isNode(value)) visit(value, enter);
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string" && "start" in value;
