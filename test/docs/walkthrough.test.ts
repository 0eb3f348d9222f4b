/** The steps of the guides do what the guides say. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./find.ts";
import { stepsOf, walk } from "./walkthrough.ts";

const guides = globSync("docs/guides/*.md", { cwd: root })
  .toSorted()
  .map((file) => [file, stepsOf(readFileSync(join(root, file), "utf8"))] as const)
  .filter(([, steps]) => steps.some(({ kind }) => kind === "shell"));

describe("the steps of a guide", () => {
  it.each(guides)("in %s work", (file, steps) => walk(file, steps));

  it("are its marked blocks, in their order", () => {
    const guide =
      "```sh\nskipped\n```\n```json file=a.json\n{}\n```\n\n```sh run exit=3\nfalse\n```\n\n```text output\nno\n```\n\n```ts run\n1;\n```\n";
    expect(stepsOf(guide)).toEqual([
      { kind: "file", line: 4, path: "a.json", text: "{}\n" },
      { kind: "shell", line: 8, script: "false\n", status: 3, output: "no\n" },
    ]);
  });
});
