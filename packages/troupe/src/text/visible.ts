/**
 * Makes characters visible that terminals interpret or do not show, so that data cannot hide, move or colour the text
 * around it.
 */
import { stablePlaceholders } from "@troupe/vocabulary/internal";

/**
 * The characters: controls other than newline and tab, format characters (bidirectional ones too), separators of lines
 * and paragraphs, surrogates without a partner, and ignorable characters. Variation selectors of emoji (U+FE00 to
 * U+FE0F) are left alone.
 */
// eslint-disable-next-line no-misleading-character-class -- The range is one of code points.
const hidden = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]--[\n\t\u{FE00}-\u{FE0F}]]/gv;

/**
 * Returns the text with a visible sign in place of each hidden character.
 *
 * @example
 * visible("a\r\u001B[2K\u202E\u009B"); // => "a␍␛[2K<U+202E><U+009B>"
 */
export const visible = (text: string): string => stablePlaceholders(text).replaceAll(hidden, signOf);

function signOf(character: string): string {
  const code = character.codePointAt(0)!;
  // The control pictures of Unicode have the order of the control characters.
  if (code < 0x20) return String.fromCodePoint(0x24_00 + code);
  return code === 0x7f ? "\u2421" : `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
}

/**
 * Returns the JSON text of a value, with `\uXXXX` in place of each hidden character.
 *
 * @example
 * visibleJson({ name: "\u202E" }); // => '{"name":"\\u202e"}'
 */
export const visibleJson = (value: unknown, indent?: number): string =>
  stablePlaceholders(JSON.stringify(value, null, indent)).replaceAll(hidden, (character) =>
    Array.from(
      { length: character.length },
      (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
    ).join(""),
  );

/** The number of characters of a line that a terminal shows. */
const longestLine = 10_000;

/** Returns the text with a remark in place of the end of each line that is too long for a terminal. */
export function withoutLongLines(text: string): string {
  if (text.length <= longestLine) return text;
  return text
    .split("\n")
    .map((line) =>
      line.length <= longestLine
        ? line
        : `${line.slice(0, longestLine)}… (${(line.length - longestLine).toLocaleString("en-US")} more characters)`,
    )
    .join("\n");
}
