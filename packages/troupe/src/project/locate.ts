/**
 * Locates properties: from the place of a definition and a pointer to the place of the property. Files are parsed when
 * a message needs a place.
 */
import { readFileSync } from "node:fs";
import type { Diagnostic, Site } from "@troupe/modules";
import type { CallExpression, Expression, Node, SpreadElement } from "acorn";
import { jsonLocator } from "./json.ts";
import { parseTypeScript, visit } from "./parse.ts";

/**
 * Replaces the sites of diagnostics by those of the properties that their pointers lead to; a site stays as it is if
 * the property is not found.
 */
export function locateDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const locate = siteLocator();
  return diagnostics.map((diagnostic) => ({
    ...diagnostic,
    marks: diagnostic.marks.map(({ site, note }) => ({ site: locate(site), ...(note !== undefined && { note }) })),
  }));
}

/** A file in which properties are located; read once, parsed once. */
interface SourceFile {
  /** Locates a pointer in the text as JSON. */
  readonly inJson: ReturnType<typeof jsonLocator>;
  /** The syntax tree; undefined if the file is not TypeScript. */
  readonly program: () => Node | undefined;
}

/**
 * Returns a function that replaces a site by that of the property at its pointer. The function reads each file once.
 */
export function siteLocator(): (site: Site) => Site {
  const files = new Map<string, SourceFile | undefined>();
  return ({ file, line, column, pointer, label, origin }) => {
    const plain = { file, line, column, pointer, label, origin };
    if (file === undefined || pointer === undefined || pointer.length === 0) return plain;
    if (!files.has(file)) files.set(file, readSource(file));
    const source = files.get(file);
    if (source === undefined) return plain;
    if (file.endsWith(".json")) return { ...plain, ...source.inJson(pointer) };
    return line === undefined
      ? plain
      : { ...plain, ...locateInTypeScript(source.program(), { line, column: column ?? 1 }, pointer) };
  };
}

function readSource(file: string): SourceFile | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  let parsed: { readonly program: Node | undefined } | undefined;
  return { inJson: jsonLocator(text), program: () => (parsed ??= { program: parseTypeScript(text) }).program };
}

/** Returns the position of the property at `pointer` in an argument of the call at a position. */
function locateInTypeScript(
  program: Node | undefined,
  at: { readonly line: number; readonly column: number },
  pointer: readonly string[],
): { line: number; column: number } | undefined {
  if (program === undefined) return undefined;
  const call = callAt(program, at);
  if (call === undefined) return undefined;
  let best: Node | undefined;
  // The pointer of a property in `.instances({ … })` begins with "instances", which the argument does not contain.
  for (const path of [pointer, pointer.slice(1)]) {
    for (const argument of call.arguments) {
      const found = follow(argument, path);
      if (found !== undefined && (best === undefined || found.depth > 0)) best ??= found.node;
    }
    if (best !== undefined) break;
  }
  return best === undefined ? undefined : { line: best.loc!.start.line, column: best.loc!.start.column + 1 };
}

/** Returns the innermost call whose callee is at a position; the callee of `a.b()` is at `b`. */
function callAt(
  root: Node,
  { line, column }: { readonly line: number; readonly column: number },
): CallExpression | undefined {
  let found: CallExpression | undefined;
  visit(root, (node) => {
    if (node.type !== "CallExpression") return;
    const call = node as CallExpression;
    const name = call.callee.type === "MemberExpression" ? call.callee.property : call.callee;
    if (name.loc!.start.line === line && name.loc!.start.column + 1 === column) found = call;
  });
  return found;
}

/**
 * Follows a pointer through literals, wrappers (`mkIf(…, { … })`) and functions (`() => ({ … })`), as far as possible.
 */
function follow(
  start: Expression | SpreadElement,
  pointer: readonly string[],
): { node: Node; depth: number } | undefined {
  let node: Node = start;
  let last: { node: Node; depth: number } | undefined;
  for (const [index, key] of pointer.entries()) {
    const property = propertyOf(node, key);
    if (property === undefined) return last;
    last = { node: property.at, depth: index + 1 };
    node = property.value;
  }
  return last;
}

type Property = Node & {
  readonly key?: Node & {
    readonly name?: string;
    readonly value?: unknown;
    readonly quasis?: readonly { readonly value: { readonly cooked?: string } }[];
  };
  readonly value?: Node;
  readonly computed?: boolean;
};

const isNamed = ({ key, computed }: Property, name: string): boolean =>
  computed !== true && (key?.name ?? String(key?.value)) === name;

/** True for a computed name that may evaluate to `name`: `[`kvstore-${instance}`]` may be "kvstore-sessions". */
function mayBeNamed({ key, computed }: Property, name: string): boolean {
  if (computed !== true) return false;
  if (key?.quasis === undefined) return true;
  const texts = key.quasis.map(({ value }) => value.cooked ?? "");
  return name.length >= texts.join("").length && name.startsWith(texts[0]!) && name.endsWith(texts.at(-1)!);
}

const elementsOf = (node: Node): readonly Node[] =>
  (node as Node & { readonly elements: readonly (Node | null)[] }).elements.flatMap((element) => element ?? []);
const onlyOne = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined);

function propertyOf(node: Node, key: string): { readonly at: Node; readonly value: Node } | undefined {
  const any = node as Node & { readonly [field: string]: unknown };
  switch (node.type) {
    case "ObjectExpression": {
      const properties = (any["properties"] as Property[]).filter((property) => property.value !== undefined);
      const found =
        properties.find((property) => isNamed(property, key)) ??
        onlyOne(properties.filter((property) => mayBeNamed(property, key)));
      return found && { at: found, value: found.value! };
    }
    case "ArrayExpression": {
      const element = (any["elements"] as (Node | null)[])[Number(key)];
      // `machines: ["jon"]` is short for `{ jon: {} }`.
      const named =
        element ??
        (any["elements"] as (Node | null)[]).find(
          (each) => each?.type === "Literal" && (each as Node & { value?: unknown }).value === key,
        );
      return named == null ? undefined : { at: named, value: named };
    }
    case "CallExpression":
      for (const argument of any["arguments"] as Node[]) {
        // In `mkMerge([{ … }, { … }])` the property is known only if a single part has the name.
        const parts =
          argument.type === "ArrayExpression"
            ? elementsOf(argument).flatMap((part) => propertyOf(part, key) ?? [])
            : [];
        const found = argument.type === "ArrayExpression" ? onlyOne(parts) : propertyOf(argument, key);
        if (found !== undefined) return found;
      }
      return undefined;
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return propertyOf(any["body"] as Node, key);
    case "BlockStatement": {
      const returned = (any["body"] as Node[]).findLast(({ type }) => type === "ReturnStatement") as
        | (Node & { argument?: Node })
        | undefined;
      return returned?.argument == null ? undefined : propertyOf(returned.argument, key);
    }
    default:
      return undefined;
  }
}
