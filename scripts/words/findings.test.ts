import { describe, expect, it } from "vitest";
import { titlesOf } from "./comments.ts";
import { reportOf } from "./findings.ts";
import { glossaryWords } from "./glossary.ts";

const words = ["machine", "role", "nested service"];
const findingsIn = (file: string, source: string) =>
  reportOf(file, source, words).findings.map(({ line, kinds, sentence }) => `${line} ${kinds.join("+")}: ${sentence}`);

describe("the report on a TypeScript file", () => {
  it("names the line, the kinds and the text of each sentence that misses a rule", () => {
    const source = `/**
 * What a machine is. Each machine has a name, and
 * nobody changes a machine. It
 * goes on.
 *
 * - Goes down.
 *
 * \`\`\`
 * It is code.
 * \`\`\`
 *
 * @throws Those are wrong.
 * @example
 * it("is an example");
 */
export const port = 80; // Nobody listens.

// Whoever comes
// is a role.
const address = "http://example.com // It is text.";
/** Returns the first line. */
`;
    expect(findingsIn("a.ts", source)).toEqual([
      "2 opening: What a machine is.",
      "2 person: Each machine has a name, and nobody changes a machine.",
      "3 opening+subject: It goes on.",
      "6 subject: Goes down.",
      "12 opening+subject: Those are wrong.",
      "16 opening+subject+person: Nobody listens.",
      "18 opening+person: Whoever comes is a role.",
    ]);
  });

  it.each([
    ["a word of the glossary", "Counts Machines twice."],
    ["a word of the glossary of several words", "Counts nested services twice."],
    ["an identifier that the file declares", "Counts lines twice."],
    ["quoted code", "Counts `x` twice."],
    ["camel case", "Counts perInstance twice."],
    ["a name", "Counts for Debian twice."],
  ])("accepts %s as the subject of a sentence", (_, sentence) => {
    expect(findingsIn("a.ts", `// ${sentence}\nconst lines = 2;`)).toEqual([]);
  });

  it("leaves out tables, drawings and directives of tools", () => {
    const source =
      "/*\n * | it | is |\n *\n *   load   it is drawn\n */\n// oxlint-disable-next-line some-rule -- it is wrong\n";
    expect(findingsIn("a.ts", source)).toEqual([]);
  });
});

describe("the report on a shell file", () => {
  it("reads comments, without the first line and directives of shellcheck", () => {
    expect(findingsIn("a.sh", "#!/bin/sh\n# shellcheck disable=SC1 it\n  # It waits.\n")).toEqual([
      "3 opening+subject: It waits.",
    ]);
  });
});

describe("the report on a test file", () => {
  it("reads titles alone", () => {
    const source =
      '// It is a comment.\nit("what is wrong", () => {});\nit.each([1, 2] as const)("that is %s", () => {});\nit("reads %s", f);\n';
    expect(findingsIn("a.test.ts", source)).toEqual(["2 title: what is wrong", "3 title: that is %s"]);
    expect(titlesOf(source)).toHaveLength(3);
  });
});

describe("the words of the glossary", () => {
  it("are the first column of its tables", () => {
    const glossary =
      "| word | meaning |\n| --- | --- |\n| domain, cluster | Names. |\n| `perInstance` | A function. |\n";
    expect(glossaryWords(glossary)).toEqual(["domain", "cluster", "perInstance"]);
  });
});
