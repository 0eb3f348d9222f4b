/** The syntax tree of a user's function, from the text that `Function.prototype.toString` returns. */
import { type AnyNode, type ArrowFunctionExpression, type FunctionExpression, type Options, parseExpressionAt } from "acorn";

export type FunctionNode = ArrowFunctionExpression | FunctionExpression;

/** A function's text is a part of its file, so that `super`, private names and `import.meta` refer to code outside of the text. */
const options: Options = {
  ecmaVersion: "latest",
  sourceType: "script",
  allowImportExportEverywhere: true,
  allowSuperOutsideMethod: true,
  checkPrivateFields: false,
};

/** A method's text is only valid between these. */
const classStart = "(class {";
const classEnd = "})";

export interface FunctionTree {
  readonly node: FunctionNode;
  /** The position in the tree of the text's first character. */
  readonly start: number;
}

/** Parses the text of a function or method. Returns undefined for all other text, such as that of a native function. */
export function parseFunction(text: string): FunctionTree | undefined {
  const node = functionNode(parse(text));
  if (node !== undefined) return { node, start: 0 };
  const method = functionNode(parse(`${classStart}${text}${classEnd}`));
  return method && { node: method, start: classStart.length };
}

function parse(text: string): AnyNode | undefined {
  try {
    return parseExpressionAt(text, 0, options);
  } catch {
    return undefined;
  }
}

function functionNode(node: AnyNode | undefined): FunctionNode | undefined {
  switch (node?.type) {
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return node;
    case "ClassExpression":
      return node.body.body[0]?.type === "MethodDefinition" ? node.body.body[0].value : undefined;
    default:
      return undefined;
  }
}

/** Returns the nodes directly inside a node, in the order of the text, without names of properties and labels. */
export function childNodes(node: AnyNode): readonly AnyNode[] {
  const { computed, ...parts } = node as AnyNode & Readonly<Record<string, unknown>>;
  return Object.entries(parts).flatMap(([name, part]) => {
    const isName = name === "label" || (computed !== true && nameOf[node.type] === name);
    return isName ? [] : (Array.isArray(part) ? part : [part]).filter(isNode);
  });
}

/** The part of a node that is a property's name, unless it is computed. */
const nameOf: { readonly [type: string]: string } = {
  MemberExpression: "property",
  MethodDefinition: "key",
  Property: "key",
  PropertyDefinition: "key",
};

const isNode = (part: unknown): part is AnyNode => typeof part === "object" && part !== null && typeof (part as AnyNode).type === "string";
