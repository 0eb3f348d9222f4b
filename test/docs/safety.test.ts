import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { missingTest } from "../faults/coverage.ts";
import { root } from "./find.ts";

const page = readFileSync(join(root, "docs/concepts/safety.md"), "utf8");
const promises = page.split("## Threat model")[0]!.split(/^### /m).slice(1);

it("the safety page has fourteen promises, and each has a test or says that it is not kept yet", () => {
  expect(promises.map((promise) => Number.parseInt(promise, 10))).toEqual(Array.from({ length: 14 }, (_, i) => i + 1));
  expect(promises.filter((promise) => !/^- \[/m.test(promise) && !promise.includes("Not yet"))).toEqual([]);
});

it("the tests that the safety page links exist in the linked files", () => {
  const links = promises.flatMap((promise) => [...promise.matchAll(/^- \[(.+)\]\(\.\.\/\.\.\/(.+)\)$/gm)]);
  expect(links.length).toBeGreaterThan(30);
  expect(
    links.map(([, title, file]) => missingTest({ file: file!, title: title! })).filter((each) => each !== undefined),
  ).toEqual([]);
});
