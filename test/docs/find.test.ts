import { describe, expect, it } from "vitest";
import { docstringExamples, markdownExamples } from "./find.ts";

describe("examples", () => {
  it("are found in docstrings, with their place and what they are about", () => {
    const file = `/** A file. */
/** No example. */
export const port = 80;

/**
 * Doubles.
 *
 * @example
 * double(2); // => 4
 *
 * double(
 *   3,
 * );
 *
 * @throws nothing
 */
export function double(value: number) {
  /**
   * @example no-run: needs a machine
   * inner();
   */
  return value * 2;
}
`;
    expect(docstringExamples("double.ts", file)).toEqual([
      { file: "double.ts", line: 9, code: ["double(2); // => 4", "", "double(", "  3,", ");"], of: "double" },
      { file: "double.ts", line: 20, code: ["inner();"], notRun: "needs a machine" },
    ]);
  });

  it("are found in Markdown where they are marked", () => {
    const file = "# Title\n\n```ts\nfragment …\n```\n\n```ts run\nrun();\n```\n";
    expect(markdownExamples("README.md", file)).toEqual([{ file: "README.md", line: 8, code: ["run();"] }]);
  });
});
