/**
 * Finds examples: what stands below `@example` in docstrings, and ```ts blocks of Markdown files that are marked `run`.
 */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../..");

/** The packages whose docstrings are checked, each before those that import it. */
export const packages = ["modules", "core", "vocabulary", "linux", "nixos", "troupe"] as const;

export interface Example {
  /** Relative to the root. */
  readonly file: string;
  /** The line of the file on which the example begins. */
  readonly line: number;
  readonly code: readonly string[];
  /** The exported name whose docstring it is part of. */
  readonly of?: string;
  /** The reason for which the compiler alone checks the example. */
  readonly notRun?: string;
}

/** All examples of the repository. */
export function findExamples(): readonly Example[] {
  const find = (patterns: readonly string[], examplesOf: typeof docstringExamples) =>
    globSync(patterns, { cwd: root })
      .toSorted()
      .flatMap((file) => examplesOf(file, readFileSync(join(root, file), "utf8")));
  return [
    ...find([`packages/{${packages.join()}}/src/**/!(*.test|*.test-d).ts`], docstringExamples),
    ...find(["README.md", "packages/*/README.md", "examples/*/README.md", "docs/**/*.md"], markdownExamples),
  ];
}

const docstring =
  /^[ \t]*\/\*\*(?:(?!\*\/)[^])*\*\/(?:\s*export (?:async )?(?:const|function\*?|class|interface|type) (\w+))?/gm;

/**
 * The examples of a TypeScript file: `@example`, or `@example no-run: why`, and everything below it until the next tag.
 */
export function docstringExamples(file: string, text: string): readonly Example[] {
  return [...text.matchAll(docstring)].flatMap(({ 0: comment, 1: of, index }) => {
    const first = text.slice(0, index).split("\n").length;
    const lines = comment
      .slice(0, comment.indexOf("*/"))
      .split("\n")
      .map((line) => line.replace(/^\s*\/?\*+ ?/, "").trimEnd());
    return lines.flatMap((line, at): Example[] => {
      const tag = /^@example(?: no-run: (.+))?$/.exec(line);
      if (tag === null) return [];
      const next = lines.findIndex((other, index) => index > at && other.startsWith("@"));
      const code = withoutEnd(lines.slice(at + 1, next === -1 ? undefined : next));
      return [
        {
          file,
          line: first + at + 1,
          code,
          ...(of !== undefined && { of }),
          ...(tag[1] !== undefined && { notRun: tag[1] }),
        },
      ];
    });
  });
}

/** The examples of a Markdown file: blocks that begin with ```ts run. */
export function markdownExamples(file: string, text: string): readonly Example[] {
  return [...text.matchAll(/^```ts run(?: file=\S+)?\n([^]*?)^```$/gm)].map(({ 1: code, index }) => ({
    file,
    line: text.slice(0, index).split("\n").length + 1,
    code: withoutEnd(code!.split("\n")),
  }));
}

/** Without the empty lines at the end. */
const withoutEnd = (lines: readonly string[]): readonly string[] =>
  lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
