/**
 * Misuses that no value can notice, because JavaScript itself decides: branches (`if`, `?:`, `&&`, `||`, `??`, `!`),
 * comparisons (`===`) and `typeof`. The syntax tree shows whether one of these is about an argument, or about a
 * constant that is made of an argument.
 */
import type { AnyNode } from "acorn";
import type { Misuse } from "../diagnostics.ts";
import { boundNames } from "./parameters.ts";
import { childNodes } from "./syntax-tree.ts";

/** A misuse of an argument. */
export interface SourceMisuse {
  readonly how: Misuse;
  /** The misused value as the source names it: `config.services.web`. */
  readonly value: string;
  /** The position of the value. */
  readonly at: number;
}

/** Finds the first misuse in a function's body. `roots` are the names that the function's parameters bind. */
export function findMisuse(body: AnyNode, roots: ReadonlySet<string>): SourceMisuse | undefined {
  return firstInside(body, new Set(roots), misuseAt);
}

type Finder<T> = (node: AnyNode, roots: ReadonlySet<string>) => T | undefined;

/**
 * Returns the first result of `find` for a node and the nodes inside. Declarations inside change `roots`, as do names
 * that they shadow.
 */
function firstInside<T>(node: AnyNode, roots: Set<string>, find: Finder<T>): T | undefined {
  const atNode = find(node, roots);
  if (atNode !== undefined) return atNode;
  const scope = scopeOf(node, roots);
  for (const child of childNodes(node)) {
    const inChild = firstInside(child, scope, find);
    if (inChild !== undefined) return inChild;
  }
  if (node.type === "VariableDeclarator") declare(boundNames(node.id), chainOf(node.init, roots) !== undefined, roots);
  return undefined;
}

/**
 * The roots inside a node. A block's constants are not visible outside; a function's parameters hide roots of the same
 * name.
 */
function scopeOf(node: AnyNode, roots: Set<string>): Set<string> {
  switch (node.type) {
    case "BlockStatement":
      return new Set(roots);
    case "ArrowFunctionExpression":
    case "FunctionDeclaration":
    case "FunctionExpression": {
      const inner = new Set(roots);
      declare(node.params.flatMap(boundNames), false, inner);
      return inner;
    }
    default:
      return roots;
  }
}

function declare(names: readonly string[], areRoots: boolean, roots: Set<string>): void {
  for (const name of names) {
    if (areRoots) roots.add(name);
    else roots.delete(name);
  }
}

function misuseAt(node: AnyNode, roots: ReadonlySet<string>): SourceMisuse | undefined {
  switch (node.type) {
    case "IfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      return misuse("branch", firstInside(node.test, new Set(roots), chainOf));
    case "SwitchStatement":
      return misuse("branch", firstInside(node.discriminant, new Set(roots), chainOf));
    case "ConditionalExpression":
      return misuse("branch", decidingChain(node.test, roots));
    case "LogicalExpression":
      return misuse("branch", decidingChain(node.left, roots));
    case "UnaryExpression":
      if (node.operator === "!") return misuse("branch", chainOf(node.argument, roots));
      return node.operator === "typeof" ? misuse("compare", chainOf(node.argument, roots)) : undefined;
    case "BinaryExpression":
      return equality.has(node.operator)
        ? misuse("compare", chainOf(node.left, roots) ?? chainOf(node.right, roots))
        : undefined;
    default:
      return undefined;
  }
}

const equality: ReadonlySet<string> = new Set(["===", "!==", "==", "!="]);

const misuse = (how: Misuse, chain: Chain | undefined): SourceMisuse | undefined =>
  chain && { how, value: chain.names.join("."), at: chain.at };

/** The chain whose value may be that of an expression: the expression itself, or the right side of `a && b`. */
function decidingChain(node: AnyNode, roots: ReadonlySet<string>): Chain | undefined {
  return node.type === "LogicalExpression" ? decidingChain(node.right, roots) : chainOf(node, roots);
}

/** A root, with the selections and calls that begin with the root: `config.a.b(…)`. */
interface Chain {
  readonly at: number;
  /** The root and the selected names, up to the first call or computed name. */
  readonly names: readonly string[];
  readonly isNamed: boolean;
}

function chainOf(node: AnyNode | null | undefined, roots: ReadonlySet<string>): Chain | undefined {
  switch (node?.type) {
    case "Identifier":
      return roots.has(node.name) ? { at: node.start, names: [node.name], isNamed: true } : undefined;
    case "ChainExpression":
      return chainOf(node.expression, roots);
    case "CallExpression":
      return selected(chainOf(node.callee, roots), undefined);
    case "MemberExpression":
      return selected(
        chainOf(node.object, roots),
        node.computed || node.property.type !== "Identifier" ? undefined : node.property.name,
      );
    default:
      return undefined;
  }
}

function selected(chain: Chain | undefined, name: string | undefined): Chain | undefined {
  if (chain === undefined || !chain.isNamed) return chain;
  return name === undefined ? { ...chain, isNamed: false } : { ...chain, names: [...chain.names, name] };
}
