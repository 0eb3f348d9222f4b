/** Marks of placeholders. A mark is a secret of the process, so that no string of data can be a placeholder. */

/** Placeholders stand for programs of packages, and for values that only Nix knows. */
export type PlaceholderKind = "program" | "nix";

/** Returns the mark of a kind: 16 random hex digits, which all copies of @troupe/vocabulary in the process share. */
export function placeholderMark(kind: PlaceholderKind): string {
  const key = Symbol.for(`@troupe/vocabulary mark of ${kind}`);
  const marks = globalThis as { [key]?: string };
  return (marks[key] ??= Array.from(crypto.getRandomValues(new Uint8Array(8)), hex).join(""));
}

const hex = (byte: number): string => byte.toString(16).padStart(2, "0");

/** The text that a placeholder begins with. */
export const beginOf = (kind: PlaceholderKind): string => `@@troupe-${kind}-${placeholderMark(kind)}:`;

const marks = new RegExp(`-(?:${placeholderMark("program")}|${placeholderMark("nix")})`, "gi");

/**
 * Returns the text without marks, so that the text is the same in every process: for people, for comparisons, for what
 * is stored. What is left of its placeholders is text.
 */
export const stablePlaceholders = (text: string): string => text.replaceAll(marks, "");

/** {@link stablePlaceholders} for a value of JSON. */
export function stableValue<T>(value: T): T {
  const text = JSON.stringify(value);
  const stable = text === undefined ? text : stablePlaceholders(text);
  return stable === text ? value : (JSON.parse(stable!) as T);
}
