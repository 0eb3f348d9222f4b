/** Extracts comments and test titles from source text, line by line and without a parser. */

/** A text of a file, with the line on which it begins. */
export interface Passage {
  readonly line: number;
  readonly text: string;
}

/**
 * Returns the comments of a TypeScript or shell file. Adjacent line comments are one comment; examples and tags are
 * left out.
 */
export function commentsOf(file: string, source: string): readonly Passage[] {
  return file.endsWith(".sh") ? lineComments(source, /^\s*#(?!!|\s*shellcheck)\s?(.*)$/) : typescriptComments(source);
}

function typescriptComments(source: string): readonly Passage[] {
  const blocks = [...source.matchAll(/^[ \t]*\/\*\*?(?:(?!\*\/)[^])*\*\//gm)];
  const withoutBlocks = blocks.reduce((text, { 0: block, index }) => blank(text, index, block), source);
  return [
    ...blocks.map(({ 0: block, index }) => ({ line: lineAt(source, index), text: prose(block) })),
    ...lineComments(withoutBlocks, /^\s*\/\/(?! ?(?:oxlint-|@ts-)) ?(.*)$/),
    ...trailingComments(withoutBlocks),
  ]
    .filter(({ text }) => text.trim() !== "")
    .toSorted((a, b) => a.line - b.line);
}

/** Replaces a block by empty lines, so that the lines below keep their numbers. */
const blank = (text: string, index: number, block: string): string =>
  text.slice(0, index) + block.replace(/[^\n]/g, " ") + text.slice(index + block.length);

const lineAt = (source: string, index: number): number => source.slice(0, index).split("\n").length;

/** Returns the text of a block comment, line by line: no stars, no examples, no fenced code. */
function prose(block: string): string {
  let isCode = false;
  return block
    .slice(0, -2)
    .split("\n")
    .map((line) => {
      const content = line.replace(/^\s*(?:\/\*\*?|\*) ?/, "");
      const isFence = content.startsWith("```");
      if (content.startsWith("@") || isFence) isCode = isFence ? !isCode : content.startsWith("@example");
      return isCode || isFence ? "" : content;
    })
    .join("\n");
}

function lineComments(source: string, pattern: RegExp): readonly Passage[] {
  const passages: Passage[] = [];
  let open: { line: number; lines: string[] } | undefined;
  const close = () => {
    if (open !== undefined) passages.push({ line: open.line, text: open.lines.join("\n") });
    open = undefined;
  };
  source.split("\n").forEach((content, index) => {
    const comment = pattern.exec(content)?.[1];
    if (comment === undefined) return close();
    open ??= { line: index + 1, lines: [] };
    open.lines.push(comment);
  });
  close();
  return passages;
}

/** Returns the comments that stand behind code. Two slashes inside a string literal are no comment. */
function trailingComments(source: string): readonly Passage[] {
  return source.split("\n").flatMap((content, index) => {
    const match = /^(\s*[^\s/].*?)\s\/\/ (?!=>|oxlint-|@ts-)(.+)$/.exec(content);
    const quotes = match?.[1]?.match(/["'`]/g)?.length ?? 0;
    return match === null || quotes % 2 === 1 ? [] : [{ line: index + 1, text: match[2]! }];
  });
}

/** Returns the titles of `describe`, `it` and `test`, with or without `.each`. */
export function titlesOf(source: string): readonly Passage[] {
  const title =
    /(?:\b(?:describe|describeWithHosts|it|test)(?:\.\w+)*\(|\)\()\s*(["'`])((?:(?!\1)[^\n\\]|\\.)+)\1\s*,/g;
  return [...source.matchAll(title)].map(({ 2: text, index }) => ({ line: lineAt(source, index), text: text! }));
}
