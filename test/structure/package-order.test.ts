/**
 * A package imports only from packages that stand before it in the order of the list below; the order has no circle by
 * construction.
 */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

/**
 * The packages of the product, each before those that may import it. `lab` is for tests alone and imports none of them.
 */
const order = ["modules", "core", "vocabulary", "linux", "nixos", "troupe"];

const importedPackage = /(?:from|import|import\()\s*"(?:@troupe\/([a-z]+)|(troupe))(?:\/[a-z]+)?"/g;
const nameOf = (importing: RegExpMatchArray) => importing[1] ?? importing[2]!;

/** Docstrings hold examples, which import the product as a user does. */
const withoutComments = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");

it.each([...order, "lab"])("packages/%s imports only packages that stand before it", (name) => {
  const allowed = new Set(order.slice(0, Math.max(0, order.indexOf(name))));
  const files = globSync(`packages/${name}/src/**/*.ts`, { cwd: root }).filter(
    (file) => !/\.test(-d)?\.ts$|\/testing[/.-]/.test(file),
  );
  expect(files.length).toBeGreaterThan(0);
  const forbidden = files.flatMap((file) =>
    [...withoutComments(readFileSync(join(root, file), "utf8")).matchAll(importedPackage)]
      .map(nameOf)
      .filter((imported) => imported !== name && !allowed.has(imported))
      .map((imported) => `${file} imports ${imported}`),
  );
  expect(forbidden).toEqual([]);
});

it("every folder of packages/ has its place in the order", () => {
  const folders = globSync("packages/*/package.json", { cwd: root }).map((file) => file.split("/")[1]!);
  expect(folders.toSorted()).toEqual([...order, "lab"].toSorted());
});

it("a package depends at run time only on packages that stand before it", () => {
  for (const name of order) {
    const { dependencies = {} } = JSON.parse(readFileSync(join(root, `packages/${name}/package.json`), "utf8")) as {
      dependencies?: { readonly [name: string]: string };
    };
    const ours = Object.keys(dependencies).flatMap((dependency) => /^@troupe\/(.+)$/.exec(dependency)?.[1] ?? []);
    expect(ours.filter((dependency) => !order.slice(0, order.indexOf(name)).includes(dependency))).toEqual([]);
  }
});
