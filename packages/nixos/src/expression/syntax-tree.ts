/** The syntax tree of a user's function, from the text that `Function.prototype.toString` returns. */
import {
  type AnyNode,
  type ArrowFunctionExpression,
  type ClassExpression,
  type FunctionExpression,
  type Options,
  parseExpressionAt,
} from "acorn";

export type FunctionNode = ArrowFunctionExpression | FunctionExpression;

/**
 * A function's text is a part of its file, so that `super`, private names and `import.meta` refer to code outside of
 * the text.
 */
const options: Options = {
  ecmaVersion: "latest",
  sourceType: "script",
  allowImportExportEverywhere: true,
  allowSuperOutsideMethod: true,
  checkPrivateFields: false,
};

/** Code around the text of a function, and the node of the text in the tree of both. */
interface Surroundings {
  readonly before: string;
  readonly after: string;
  readonly within: (node: AnyNode) => AnyNode | null | undefined;
}

const surroundings: readonly Surroundings[] = [
  { before: "", after: "", within: (node) => node },
  // An arrow function with `new.target` is only valid inside a function.
  { before: "(function () { return ", after: "\n})", within: (node) => returned(node) },
  // A method is only valid inside an object or a class, a special one named `constructor` only inside an object.
  { before: "({", after: "})", within: (node) => member(node, "ObjectExpression") },
  { before: "(class {", after: "})", within: (node) => member(node, "ClassExpression") },
];

function returned(node: AnyNode): AnyNode | null | undefined {
  const statement = node.type === "FunctionExpression" ? node.body.body[0] : undefined;
  return statement?.type === "ReturnStatement" ? statement.argument : undefined;
}

/** The function of the first property or method. */
function member(node: AnyNode, type: "ObjectExpression" | "ClassExpression"): AnyNode | undefined {
  if (node.type !== type) return undefined;
  const first = node.type === "ObjectExpression" ? node.properties[0] : (node as ClassExpression).body.body[0];
  return first?.type === "Property" || first?.type === "MethodDefinition" ? first.value : undefined;
}

export interface FunctionTree {
  readonly node: FunctionNode;
  /** The position in the tree of the text's first character. */
  readonly start: number;
}

/** Parses the text of a function or method. Returns undefined for all other text, such as that of a native function. */
export function parseFunction(text: string): FunctionTree | undefined {
  for (const { before, after, within } of surroundings) {
    const tree = parse(`${before}${text}${after}`);
    const node = tree && within(tree);
    if (node?.type === "ArrowFunctionExpression" || node?.type === "FunctionExpression")
      return { node, start: before.length };
  }
  return undefined;
}

function parse(text: string): AnyNode | undefined {
  try {
    return parseExpressionAt(text, 0, options);
  } catch {
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

const isNode = (part: unknown): part is AnyNode =>
  typeof part === "object" && part !== null && typeof (part as AnyNode).type === "string";
