/** The words of docs/concepts/glossary.md. */

/** Returns the words in the first column of every table of a Markdown text. */
export function glossaryWords(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^\| ([^|]+) \|/gm)]
    .flatMap(([, cell]) => cell!.split(","))
    .map((word) => word.trim().replaceAll("`", ""))
    .filter((word) => word !== "word" && !/^-+$/.test(word));
}
