/** Styles of text, and the layout that text is made for. */

/** A style by its meaning; the terminal decides how it looks. */
export type Style = "good" | "bad" | "warning" | "added" | "removed" | "changed" | "heading" | "faint";

/** The width of lines, and a function that gives text a style. */
export interface TextLayout {
  /** Columns that text is wrapped to. */
  readonly width: number;
  /** The text in a style, if the output has colours. */
  readonly style: (style: Style, text: string) => string;
}
