/**
 * Makes an example a TypeScript module: imports are added, and what it says about values becomes assertions.
 *
 *   statement; // => value                 the value that it has
 *   statement; // => throws TRP1001        the diagnostic that it throws
 *   // => value                            the same for the statement before, and the value may take several lines
 *
 * The module has one line before those of the example, and else the very same lines. Relative imports are meant from
 * the example's file.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Example, root } from "./find.ts";
import { impliedImports } from "./names.ts";

/** The number of lines of the module before the lines of the example. */
export const linesBefore = 1;

const assertions = `import { $is, $throws } from "${fileURLToPath(import.meta.resolve("./assertions.ts"))}";`;

export function toModule(example: Example): string {
  const here = join(root, dirname(example.file));
  const code = withAssertions(example.code).map((line) =>
    line.replace(/(?<=^import .* from ")\.{1,2}\/[^"]*/, (relative) => join(here, relative)),
  );
  return [`${assertions} ${impliedImports(example)}`, ...code, ""].join("\n");
}

const arrow = "// => ";

export function withAssertions(code: readonly string[]): readonly string[] {
  const lines = [...code];
  let begin = 0;
  let end = 0;
  for (let at = 0; at < lines.length; at++) {
    const line = code[at]!;
    const [statement, value] = line.includes(arrow) ? (line.split(arrow) as [string, string]) : [line, undefined];
    if (statement.trim() !== "" && !statement.startsWith("//")) {
      // Every line of a statement but the first is indented or begins with a closing bracket.
      if (/^[^\s)\]}]/.test(statement)) begin = at;
      end = at;
    }
    if (value === undefined) continue;
    const [assertion, expected] = value.startsWith("throws ")
      ? ["$throws", JSON.stringify(value.slice(7))]
      : ["$is", value];
    lines[end] = (code[end]!.split(arrow)[0] ?? "").trimEnd().replace(/;$/, "");
    lines[begin] = `await ${assertion}(async () => (${lines[begin]}`;
    if (end === at) {
      lines[end] += `), ${expected});`;
      continue;
    }
    lines[end] += "),";
    lines[at] = expected;
    while (code[at + 1]?.startsWith("//") === true && !code[at + 1]!.startsWith(arrow))
      lines[++at] = code[at]!.replace(/^\/\/ ?/, "");
    lines[at] += ");";
  }
  return lines;
}
