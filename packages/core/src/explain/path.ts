/** Paths as people write them: `environment.etc."a.b".text`. */
import { fail } from "@troupe/modules";
import { invalidPath } from "./diagnostics.ts";

/** One part of a written path. A quoted part is one name; an unquoted part may be a piece of a name with dots in it. */
export interface PathPart {
  readonly name: string;
  readonly quoted: boolean;
}

/**
 * The parts of a written path; the inverse of `showPath`. Entries of lists are written `list.0` or `list[0]`.
 *
 * @throws TRP2603 if it cannot be read
 */
export function parsePath(text: string): readonly PathPart[] {
  const parts: PathPart[] = [];
  const rest = { text };
  while (true) {
    parts.push(takePart(rest, text));
    while (rest.text.startsWith("[")) parts.push(takeIndex(rest, text));
    if (rest.text === "") return parts;
    if (!rest.text.startsWith("."))
      fail(invalidPath, { path: text, why: `there must be a dot before ${JSON.stringify(rest.text)}` });
    rest.text = rest.text.slice(1);
  }
}

function takePart(rest: { text: string }, path: string): PathPart {
  if (rest.text.startsWith('"')) {
    const quoted = /^"((?:[^"\\]|\\.)*)"/s.exec(rest.text);
    if (quoted === null) fail(invalidPath, { path, why: "a quote is not closed" });
    rest.text = rest.text.slice(quoted[0].length);
    return { name: unescaped(quoted[1]!), quoted: true };
  }
  const [name] = /^[^."[]*/.exec(rest.text)!;
  if (name === "") fail(invalidPath, { path, why: "a name is missing" });
  rest.text = rest.text.slice(name.length);
  return { name, quoted: false };
}

function takeIndex(rest: { text: string }, path: string): PathPart {
  const index = /^\[(\d+)\]/.exec(rest.text);
  if (index === null) fail(invalidPath, { path, why: 'there must be a number between "[" and "]"' });
  rest.text = rest.text.slice(index[0].length);
  return { name: index[1]!, quoted: true };
}

function unescaped(text: string): string {
  const escapes: { readonly [character: string]: string } = { n: "\n", t: "\t", r: "\r" };
  return text.replaceAll(/\\u([0-9a-f]{4})|\\(.)/gis, (_, code: string | undefined, character: string) =>
    code === undefined ? (escapes[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
