/**
 * Parses files of the project. The positions in a syntax tree are those of the file, because spaces replace the types.
 */
import { createRequire, stripTypeScriptTypes } from "node:module";
import { readFileSync } from "node:fs";
import type { Site } from "@troupe/modules";
import type { Node } from "acorn";

/** Loads acorn. Only problems need a syntax tree, so most commands never load it. */
const acorn = (): typeof import("acorn") => createRequire(import.meta.url)("acorn") as typeof import("acorn");

/** Returns the syntax tree of a text; undefined if the text is not TypeScript with erasable types. */
export function parseTypeScript(text: string): Node | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Returns the place of the first syntax error of a file without its types, for errors for which Node gives no place;
 * undefined without an error.
 */
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
  // Node warns that `stripTypeScriptTypes` is experimental. A change of that function could only make positions less
  // exact.
  process.emitWarning = () => {};
  try {
    return acorn().parse(stripTypeScriptTypes(text), {
      ecmaVersion: "latest",
      sourceType: "module",
      locations: true,
      allowHashBang: true,
    });
  } finally {
    process.emitWarning = emitWarning;
  }
}

/**
 * Calls `enter` with a node and all nodes below. If `enter` returns false for a node, the nodes below that node are
 * skipped.
 */
export function visit(node: Node, enter: (node: Node) => boolean | void): void {
  if (enter(node) === false) return;
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const child of value) if (isNode(child)) visit(child, enter);
    } else if (isNode(value)) visit(value, enter);
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string" && "start" in value;
