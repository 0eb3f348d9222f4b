/** Values in unit files: what a line can hold, and how systemd reads it. */
import { quoteSystemd, type UnitAtom } from "@troupe/vocabulary";

/** A value that no line of a unit file can hold. */
export interface BadValue {
  readonly problem: string;
}

/**
 * A setting's value as it stands after the `=`. Lines that end in a backslash are joined with the next one, as systemd would do, and
 * blanks around the whole are dropped.
 */
export function unitLine(value: UnitAtom): string | BadValue {
  if (typeof value !== "string") return String(value);
  const line = value.trim().replaceAll(/[ \t]*\\\n[ \t]*/g, " ");
  if (line.includes("\n")) return { problem: "a line break (end the line before it with a backslash to go on in the next one)" };
  const control = forbidden(line.replaceAll("\t", " "));
  if (control !== undefined) return control;
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(line)) return { problem: "a backslash at its end, which would swallow the next line" };
  return line;
}

/** An assignment for `Environment=`. Everything but specifiers reaches the process as it is. */
export function environmentLine(name: string, value: string): string | BadValue {
  if (value.includes("\0")) return { problem: "a NUL character" };
  return quoteSystemd(`${name}=${value}`);
}

/** Control characters, if a text holds any. */
export function forbidden(text: string): BadValue | undefined {
  const found = /\p{Cc}/u.exec(text);
  if (found === null) return undefined;
  const code = found[0].charCodeAt(0);
  if (code === 0) return { problem: "a NUL character" };
  return { problem: code === 10 ? "a line break" : `a control character (U+${code.toString(16).padStart(4, "0").toUpperCase()})` };
}
