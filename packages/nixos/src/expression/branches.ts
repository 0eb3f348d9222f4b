/**
 * What JavaScript decides by itself, so that no value can notice: branches (`if`, `?:`, `&&`, `||`, `??`, `!`), comparisons (`===`) and
 * `typeof`. The source of a function says whether one of these is about its arguments, or about a constant that was made of them.
 */
import type { Misuse } from "../diagnostics.ts";
import { type Token, tokens } from "./javascript-tokens.ts";
import { boundNames, closing, opening, type Parameter, parameters } from "./parameters.ts";

/** What a function's source says about it. */
export interface FunctionSource {
  readonly parameters: readonly Parameter[];
  /** How it misuses one of its arguments, and where in its text. */
  readonly misuse: { readonly how: Misuse; readonly value: string; readonly at: number } | undefined;
  /** Where its first parameter is. */
  readonly firstParameter: number;
  readonly text: string;
}

const known = new Map<string, FunctionSource>();

/** What the source of a function says. Equal sources are looked at once. */
export function functionSource(subject: Function): FunctionSource {
  const text = Function.prototype.toString.call(subject);
  const before = known.get(text);
  if (before !== undefined) return before;
  const found = tokens(text);
  const { parameters: declared, end } = parameters(found);
  const first = found.findIndex(({ kind }, index) => kind === "name" && index > 0 && found[index - 1]!.kind === "sign");
  const source: FunctionSource = {
    parameters: declared,
    misuse:
      found[0]?.text === "async"
        ? { how: "await", value: declared[0]?.binds.join(", ") ?? "What comes later", at: 0 }
        : findMisuse(found, end, new Set(declared.flatMap(({ binds }) => binds))),
    firstParameter: found[first]?.at ?? 0,
    text,
  };
  known.set(text, source);
  return source;
}

function findMisuse(found: readonly Token[], from: number, roots: Set<string>): FunctionSource["misuse"] {
  for (let index = from; index < found.length; index++) {
    addConstants(found, index, roots);
    const operand = misusedOperand(found, index, roots);
    if (operand !== undefined) return operand;
  }
  return undefined;
}

const comparisons = new Set(["===", "!==", "==", "!="]);
const choices = new Set(["?", "&&", "||", "??"]);
const heads = new Set(["if", "while", "switch"]);

function misusedOperand(found: readonly Token[], index: number, roots: ReadonlySet<string>): FunctionSource["misuse"] {
  const { text, kind, at } = found[index]!;
  const is = (how: Misuse, begin: number | undefined) =>
    begin === undefined ? undefined : { how, value: chainText(found, begin), at: found[begin]?.at ?? at };
  if (kind === "name") {
    if (text === "typeof") return is("compare", chainAfter(found, index + 1, roots));
    if (!heads.has(text) || found[index + 1]?.text !== "(") return undefined;
    return is("branch", mentionWithin(found, index + 1, roots));
  }
  if (kind !== "sign") return undefined;
  if (comparisons.has(text)) return is("compare", chainBefore(found, index - 1, roots) ?? chainAfter(found, index + 1, roots));
  if (choices.has(text)) return is("branch", chainBefore(found, index - 1, roots));
  if (text === "!") return is("branch", chainAfter(found, index + 1, roots));
  return undefined;
}

/** Constants that are made of an argument count like it: `const cfg = config.services.web`, `const { hostName } = config.networking`. */
function addConstants(found: readonly Token[], index: number, roots: Set<string>): void {
  if (!["const", "let", "var"].includes(found[index]!.text)) return;
  const equals = found.findIndex(({ text }, at) => at > index && (text === "=" || text === ";" || text === "of"));
  if (found[equals]?.text !== "=") return;
  const begin = chainAfter(found, equals + 1, roots);
  if (begin === undefined || begin !== equals + 1) return;
  const after = found[chainEnd(found, begin)]?.text;
  // `config.a + 1` and the like are other values.
  if (after !== undefined && !["&&", "||", "??", "?", "===", "!==", "==", "!="].includes(after))
    for (const bound of boundNames(found.slice(index + 1, equals))) roots.add(bound);
}

/** The beginning of `config.a.b(…)` that begins here, if it is about a root. */
function chainAfter(found: readonly Token[], index: number, roots: ReadonlySet<string>): number | undefined {
  let at = index;
  while (found[at]?.text === "(" || found[at]?.text === "!") at++;
  return isRoot(found, at, roots) ? at : undefined;
}

function isRoot(found: readonly Token[], at: number, roots: ReadonlySet<string>): boolean {
  const token = found[at];
  if (token?.kind !== "name" || !roots.has(token.text)) return false;
  const before = found[at - 1]?.text;
  if (before === "." || before === "?.") return false;
  // The name of a property is none of a value.
  return !(found[at + 1]?.text === ":" && (before === "{" || before === ","));
}

/** The beginning of `config.a.b(…)` that ends here, if it is about a root. */
function chainBefore(found: readonly Token[], index: number, roots: ReadonlySet<string>): number | undefined {
  let at = index;
  for (;;) {
    while (closing.has(found[at]?.text ?? "")) {
      at = matching(found, at) - 1;
      if (at < 0) return undefined;
    }
    const token = found[at];
    if (token?.kind !== "name") return undefined;
    const before = found[at - 1]?.text;
    if (before !== "." && before !== "?.") return isRoot(found, at, roots) ? at : undefined;
    at -= 2;
  }
}

/** A root that is mentioned between these parentheses. */
function mentionWithin(found: readonly Token[], open: number, roots: ReadonlySet<string>): number | undefined {
  let depth = 0;
  for (let at = open; at < found.length; at++) {
    const { text } = found[at]!;
    if (opening.has(text)) depth++;
    else if (closing.has(text) && --depth === 0) return undefined;
    else if (isRoot(found, at, roots)) return at;
  }
  return undefined;
}

/** The index of what opens the bracket that is closed here. */
function matching(found: readonly Token[], close: number): number {
  let depth = 0;
  for (let at = close; at >= 0; at--) {
    const { text } = found[at]!;
    if (closing.has(text)) depth++;
    else if (opening.has(text) && --depth === 0) return at;
  }
  return -1;
}

/** The index of the first token after a chain. */
function chainEnd(found: readonly Token[], begin: number): number {
  let at = begin + 1;
  for (;;) {
    const text = found[at]?.text;
    if (text === "." || text === "?.") at += 2;
    else if (text === "(" || text === "[") {
      let depth = 0;
      for (; at < found.length; at++) {
        if (opening.has(found[at]!.text)) depth++;
        else if (closing.has(found[at]!.text) && --depth === 0) break;
      }
      at++;
    } else return at;
  }
}

/** The chain as it stands there, for messages. */
function chainText(found: readonly Token[], begin: number): string {
  let text = found[begin]!.text;
  for (let at = begin + 1; found[at]?.text === "." || found[at]?.text === "?."; at += 2) text += `.${found[at + 1]?.text}`;
  return text;
}
