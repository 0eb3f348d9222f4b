/** Styles of terminal text. Styled text is marked with a secret of the process, so that data cannot forge a style. */
import { randomBytes } from "node:crypto";
import { styleText } from "node:util";
import type { Style } from "../text/style.ts";
import { visible } from "../text/visible.ts";

/** The formats of `util.styleText` by style. */
const formats = {
  good: "green",
  bad: "red",
  warning: "yellow",
  added: "green",
  removed: "red",
  changed: "yellow",
  heading: "bold",
  faint: "dim",
} as const satisfies { readonly [Each in Style]: string };

/** The functions that mark styled text and that print it. */
export interface Styles {
  /** Marks text with a style; returns the text unchanged if the stream has no colours. */
  readonly style: (style: Style, text: string) => string;
  /** Returns text for the terminal: marks as escape sequences, every other control character as a visible sign. */
  readonly printed: (text: string) => string;
}

/** Creates the styles of an output stream. */
export function createStyles(stream: NodeJS.WritableStream): Styles {
  if (styleText("red", "-", { stream }) === "-") return { style: (_, text) => text, printed: visible };
  const secret = randomBytes(9).toString("base64url");
  const [start, end] = [`\u001B${secret}<`, `\u001B${secret}>`];
  const marks = new RegExp(`\u001B${secret}([<>])(${Object.keys(formats).join("|")});`);
  return {
    style: (style, text) => `${start}${style};${text}${end}${style};`,
    printed(text) {
      const [first = "", ...rest] = text.split(marks);
      const parts = [visible(first)];
      for (let index = 0; index < rest.length; index += 3)
        parts.push(sequenceOf(rest[index + 1] as Style, rest[index] === "<"), visible(rest[index + 2]!));
      // A style whose end was cut off ends with the text.
      if (rest.length > 0 && rest.at(-3) === "<") parts.push(sequenceOf(rest.at(-2) as Style, false));
      return parts.join("");
    },
  };
}

/** Returns the escape sequence that begins or ends a style. */
function sequenceOf(style: Style, begins: boolean): string {
  return styleText(formats[style], "-", { validateStream: false }).split("-")[begins ? 0 : 1]!;
}
