/** Values in unit files, in the syntax of systemd. */
import { quoteSystemd, type UnitAtom } from "@troupe/vocabulary";

/** The problem with a value that no line of a unit file can hold. */
export interface BadValue {
  readonly problem: string;
}

/**
 * Returns a setting's value as the text after the `=`. Joins lines that end in a backslash with the next line, as
 * systemd does, and trims the value.
 */
export function unitLine(value: UnitAtom): string | BadValue {
  if (typeof value !== "string") return String(value);
  const line = joinLines(value.trim());
  if (line.includes("\n"))
    return { problem: "a line break (end the line before it with a backslash to go on in the next one)" };
  const control = forbidden(line.replaceAll("\t", " "));
  if (control !== undefined) return control;
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(line))
    return { problem: "a backslash at its end, which would swallow the next line" };
  return line;
}

/**
 * Joins lines that end in a backslash with the next one. Scans instead of matching, because a pattern would begin at
 * each of many blanks.
 */
function joinLines(value: string): string {
  const lines = value.split("\\\n");
  const ends = lines.map((line, index) => (index === lines.length - 1 ? line : withoutTrailing(line, " \t")));
  return ends.map((line, index) => (index === 0 ? line : line.replace(/^[ \t]+/, ""))).join(" ");
}

/** Returns the text without these characters at its end. Linear, unlike a pattern that ends in `$`. */
export function withoutTrailing(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** Returns an assignment for `Environment=`. systemd expands specifiers in it and nothing else. */
export function environmentLine(name: string, value: string): string | BadValue {
  if (value.includes("\0")) return { problem: "a NUL character" };
  return quoteSystemd(`${name}=${value}`);
}

/** Returns the problem with the first control character of a text. */
export function forbidden(text: string): BadValue | undefined {
  const match = /\p{Cc}/u.exec(text);
  if (match === null) return undefined;
  const code = match[0].charCodeAt(0);
  if (code === 0) return { problem: "a NUL character" };
  return {
    problem:
      code === 10 ? "a line break" : `a control character (U+${code.toString(16).padStart(4, "0").toUpperCase()})`,
  };
}
