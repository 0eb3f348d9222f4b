/** Examples in docstrings and Markdown files do what they say, and every public function has one. */
import { describe, expect, it } from "vitest";
import { checkExamples } from "./check.ts";
import { findExamples, packages } from "./find.ts";

const examples = findExamples();
const problems = await checkExamples(examples);

describe("an example", () => {
  it.each(examples.map(({ file, line }, index) => [`${file}:${line}`, index] as const))("%s is right", (_, index) => {
    if (problems[index]!.length > 0) expect.fail(problems[index]!.join("\n"));
  });

  it("is run, but for a few that need a machine", () => {
    expect(examples.flatMap(({ of, notRun }) => (notRun === undefined ? [] : [`${of}: ${notRun}`])))
      .toMatchInlineSnapshot(`
      [
        "apply: it changes a machine",
        "plan: it asks a machine",
        "watchProject: it waits for changes",
        "openssh: it reaches a machine",
      ]
    `);
  });
});

describe("a public function", async () => {
  const exported = await Promise.all(
    packages.map((name) => import(name === "troupe" ? name : `@troupe/${name}`) as Promise<object>),
  );
  const owners = new Map<unknown, string>();
  exported.forEach((module, index) => {
    // What troupe exports again is documented where it is from.
    for (const value of Object.values(module)) owners.set(value, owners.get(value) ?? packages[index]!);
  });

  it.each(packages.map((name, index) => [name, exported[index]!] as const))("of %s has an example", (owner, module) => {
    const functions = Object.entries(module).filter(
      ([, value]) => typeof value === "function" && owners.get(value) === owner,
    );
    const shown = new Set(examples.filter(({ file }) => file.startsWith(`packages/${owner}/`)).map(({ of }) => of));
    expect(functions.map(([name]) => name).filter((name) => !shown.has(name))).toEqual([]);
  });
});
