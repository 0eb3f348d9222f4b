/** The source of a user's function: its parameters, and how the function misuses them. */
import { type Parameter, parameterOf } from "./parameters.ts";
import { findMisuse, type SourceMisuse } from "./source-misuse.ts";
import { type FunctionNode, type FunctionTree, parseFunction } from "./syntax-tree.ts";

export interface FunctionSource {
  readonly parameters: readonly Parameter[];
  readonly misuse: SourceMisuse | undefined;
  /** The position of the first parameter's first name. */
  readonly firstParameter: number;
  readonly text: string;
}

const sources = new Map<string, FunctionSource>();

/** Returns the source of a function. A source that several functions share is parsed once. */
export function functionSource(subject: Function): FunctionSource {
  const text = Function.prototype.toString.call(subject);
  let source = sources.get(text);
  if (source === undefined) sources.set(text, (source = readSource(text)));
  return source;
}

function readSource(text: string): FunctionSource {
  const tree = parseFunction(text);
  // The engine shows no source of native and bound functions.
  if (tree === undefined) return { parameters: [], misuse: undefined, firstParameter: 0, text };
  const { node, start } = tree;
  const parameters = node.params.map(parameterOf);
  const misuse = misuseIn(tree, parameters);
  return {
    parameters,
    misuse: misuse && { ...misuse, at: misuse.at - start },
    firstParameter: firstName(node) - start,
    text,
  };
}

function misuseIn({ node, start }: FunctionTree, parameters: readonly Parameter[]): SourceMisuse | undefined {
  if (node.async) return { how: "await", value: parameters[0]?.binds.join(", ") ?? "What comes later", at: start };
  return findMisuse(node.body, new Set(parameters.flatMap(({ binds }) => binds)));
}

function firstName({ params: [first], start }: FunctionNode): number {
  return first?.type === "ObjectPattern" ? (first.properties[0]?.start ?? first.start) : (first?.start ?? start);
}
