/** The words and signs of JavaScript, as far as they are needed to see what a function does with its arguments. */

/** A name, a sign, or `""` for a literal. */
export interface Token {
  readonly text: string;
  readonly kind: "name" | "sign" | "literal";
  /** Where it begins. */
  readonly at: number;
}

const name = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*/uy;
const number = /(?:0[xob][\da-f_]+|\d[\d_]*(?:\.[\d_]*)?(?:e[+-]?\d+)?|\.\d[\d_]*(?:e[+-]?\d+)?)n?/iy;
const blank = /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;
const text = /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'/y;
const expression = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const sign = /\.\.\.|=>|===|!==|==|!=|\?\?=|\?\?|\?\.(?!\d)|&&=|&&|\|\|=|\|\||\*\*=?|<<=?|>>>?=?|[<>]=|\+\+|--|[-+*/%&|^]=|[^]/y;

const beforeExpression = new Set([
  "return",
  "typeof",
  "case",
  "in",
  "of",
  "delete",
  "void",
  "throw",
  "new",
  "else",
  "do",
  "yield",
  "await",
]);

/** The tokens of a piece of JavaScript, those between `${` and `}` among them. */
export function tokens(source: string): readonly Token[] {
  const found: Token[] = [];
  scan(source, 0, found, false);
  return found;
}

/** Goes on to the end, or to the brace that ends what is interpolated. Returns where that is. */
function scan(source: string, from: number, found: Token[], isInterpolated: boolean): number {
  let at = from;
  let depth = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  while (at < source.length) {
    const skipped = take(blank);
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    if (source[at] === "`") {
      at = scanTemplate(source, at + 1, found);
      continue;
    }
    const word = take(name);
    const literal =
      word === undefined ? (take(text) ?? take(number) ?? (canBeginExpression(found) ? take(expression) : undefined)) : undefined;
    const piece = word ?? literal ?? take(sign)!;
    if (isInterpolated && piece === "{") depth++;
    if (isInterpolated && piece === "}" && depth-- === 0) return at + 1;
    found.push({
      text: literal === undefined ? piece : "",
      kind: word !== undefined ? "name" : literal !== undefined ? "literal" : "sign",
      at,
    });
    at += piece.length;
  }
  return at;
}

function scanTemplate(source: string, from: number, found: Token[]): number {
  let at = from;
  found.push({ text: "`", kind: "sign", at: from - 1 });
  while (at < source.length && source[at] !== "`") {
    if (source[at] === "\\") at += 2;
    else if (source.startsWith("${", at)) {
      found.push({ text: "${", kind: "sign", at });
      at = scan(source, at + 2, found, true);
      found.push({ text: "}$", kind: "sign", at: at - 1 });
    } else at++;
  }
  found.push({ text: "", kind: "literal", at });
  return at + 1;
}

/** Whether a slash would begin a regular expression here, rather than divide. */
function canBeginExpression(found: readonly Token[]): boolean {
  const before = found.at(-1);
  if (before === undefined) return true;
  if (before.kind === "name") return beforeExpression.has(before.text);
  return before.kind === "sign" && before.text !== ")" && before.text !== "]" && before.text !== "}";
}
