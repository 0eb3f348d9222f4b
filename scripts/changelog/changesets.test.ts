import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseChangeset, releaseSection, withRelease } from "./changesets.ts";

const root = join(import.meta.dirname, "../..");
const changeset = (head: string, text: string) => parseChangeset("a.md", `---\n${head}\n---\n\n${text}\n`);

describe("a changeset", () => {
  it("names packages with the part of the version that rises, and has a text", () => {
    expect(changeset('"troupe": minor\n"@troupe/core": patch', "Filters accept `service`.")).toEqual({
      file: "a.md",
      packages: new Map([
        ["troupe", "minor"],
        ["@troupe/core", "patch"],
      ]),
      text: "Filters accept `service`.",
    });
  });

  it.each([
    "Text alone.\n",
    "---\ntroupe: minor\n---\n\nText.\n",
    '---\n"troupe": big\n---\n\nText.\n',
    '---\n"troupe": minor\n---\n',
  ])("of another form is refused (%j)", (source) => {
    expect(() => parseChangeset("a.md", source)).toThrow("a.md: a changeset");
  });
});

describe("a release", () => {
  const changesets = [
    changeset('"troupe": patch', "First."),
    changeset('"troupe": patch\n"@troupe/core": minor', "Second,\non two lines."),
  ];

  it("lists each change once, under the highest part", () => {
    expect(releaseSection("0.2.0", changesets)).toBe(
      "## 0.2.0\n\n### Minor changes\n\n- Second,\n  on two lines.\n\n### Patches\n\n- First.\n",
    );
  });

  it("stands above earlier releases", () => {
    const first = withRelease("# Changelog\n\nIntroduction.\n", "## 0.1.0\n");
    expect(withRelease(first, "## 0.2.0\n")).toBe("# Changelog\n\nIntroduction.\n\n## 0.2.0\n\n## 0.1.0\n");
  });
});

describe("the changesets of the repository", () => {
  const files = globSync(".changeset/*.md", { cwd: root }).toSorted();
  const published = new Set(
    globSync("packages/*/package.json", { cwd: root }).flatMap((file) => {
      const { name, private: isPrivate } = JSON.parse(readFileSync(join(root, file), "utf8")) as {
        name: string;
        private?: boolean;
      };
      return isPrivate === true ? [] : [name];
    }),
  );

  it.each(files)("%s names published packages and has one sentence for users", (file) => {
    const { packages, text } = parseChangeset(basename(file), readFileSync(join(root, file), "utf8"));
    expect([...packages.keys()].filter((name) => !published.has(name))).toEqual([]);
    expect(text).toMatch(/^[^\n]+\.$/);
  });
});
