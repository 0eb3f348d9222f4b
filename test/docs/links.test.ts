/**
 * Relative links in Markdown files lead to a file, and their fragments to a heading. Paths in code spans exist in the
 * repository.
 */
import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./find.ts";

const files = globSync(["*.md", "docs/**/*.md", "packages/**/*.md", "examples/**/*.md", "bench/**/*.md"], {
  cwd: root,
  exclude: (path) => path.includes("node_modules"),
}).toSorted();

it.each(files)("the links of %s lead to existing files and headings", (file) => {
  const text = withoutCode(readFileSync(join(root, file), "utf8"));
  const links = [...text.replace(/`[^`\n]*`/g, "").matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link!)
    .filter((link) => !/^[a-z]+:/.test(link));
  expect(links.filter((link) => !leadsSomewhere(file, link))).toEqual([]);
});

it.each(files.filter((file) => !file.startsWith("docs/reference/")))("the paths in %s exist", (file) => {
  const paths = [
    ...withoutCode(readFileSync(join(root, file), "utf8")).matchAll(
      /`((?:packages|test|docs|scripts|bench|examples)\/[a-z\d./-]+)`/g,
    ),
  ];
  expect(paths.map(([, path]) => path!).filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

function leadsSomewhere(file: string, link: string): boolean {
  const [path, fragment] = link.split("#") as [string, string?];
  const target = path === "" ? join(root, file) : join(root, dirname(file), path);
  if (!existsSync(target)) return false;
  if (fragment === undefined) return true;
  return statSync(target).isFile() && headingsOf(readFileSync(target, "utf8")).includes(fragment);
}

/** Returns the fragments of the headings of a Markdown text, as GitHub makes them. */
const headingsOf = (markdown: string): readonly string[] =>
  [...withoutCode(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );

const withoutCode = (markdown: string): string => markdown.replace(/^```[^]*?^```$/gm, "");
