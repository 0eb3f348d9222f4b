/** docs/reference is up to date, and the codes in it are in order. */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { describe, expect, it } from "vitest";
import { generatedFiles } from "../../scripts/reference/files.ts";
import { declaredKinds, parts } from "../../scripts/reference/kinds.ts";
import { root } from "./find.ts";

const files = await generatedFiles();
const kinds = await declaredKinds();

it.each(files.map(([file, text]) => [relative(root, file), text]))(
  "%s is what `npm run reference` writes",
  (file, text) => {
    expect(readFileSync(file, "utf8")).toBe(text);
  },
);

it("docs/reference/api.md has a docstring for every public name", () => {
  const [, api] = files.find(([file]) => file.endsWith("api.md"))!;
  expect(api.match(/^### `\w+`(?=\n\n```)/gm) ?? []).toEqual([]);
});

describe("the code of a diagnostic", () => {
  it("belongs to it alone", () => {
    const codes = kinds.map(({ kind }) => kind.code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it("is of the part of Troupe that finds the problem", () => {
    const misplaced = kinds.filter(
      ({ file, kind }) =>
        !parts.some(
          ({ codes, folders }) => kind.code.startsWith(codes) && folders.some((folder) => file.startsWith(folder)),
        ),
    );
    expect(misplaced.map(({ file, kind }) => `${kind.code} in ${file}`)).toEqual([]);
  });
});
