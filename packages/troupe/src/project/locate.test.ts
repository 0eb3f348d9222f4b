import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diagnose } from "@troupe/modules";
import { expect, onTestFinished, test } from "vitest";
import { notAnInventory } from "./diagnostics.ts";
import { locateDiagnostics } from "./locate.ts";

/**
 * The text from the place that a pointer leads to in the call marked with `call` (its first occurrence in the file) to
 * the end of the line.
 */
function located(file: string, text: string, pointer: readonly string[], call = "define"): string {
  const folder = mkdtempSync(join(tmpdir(), "troupe-locate-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, file);
  writeFileSync(path, text);
  const before = text.slice(0, text.indexOf(call));
  const start = file.endsWith(".json")
    ? {}
    : { line: before.split("\n").length, column: before.length - before.lastIndexOf("\n") };
  const [found] = locateDiagnostics([
    diagnose(notAnInventory, { file, got: "" }, { marks: [{ site: { file: path, ...start, pointer } }] }),
  ]);
  const { line, column } = found!.marks[0]!.site;
  return text.split("\n")[line! - 1]!.slice(column! - 1);
}

test("a pointer leads to a property in an object literal", () => {
  expect(located("a.ts", "const x: number = 1;\ndefine({\n  a: { b: 1,\n       'c-d': [2] },\n});", ["a", "c-d"])).toBe(
    "'c-d': [2] },",
  );
});

test("a pointer leads to an entry of a list by number, or by name in the short form", () => {
  expect(located("a.ts", "define({ a: [1, 2, 3] });", ["a", "1"])).toBe("2, 3] });");
  expect(located("a.ts", 'define({ machines: ["jon", "sara"] });', ["machines", "sara"])).toBe('"sara"] });');
});

test("a pointer leads through wrappers and functions", () => {
  expect(located("a.ts", "define({ a: mkIf(true, () => ({ b: mkForce({ c: 1 }) })) });", ["a", "b", "c"])).toBe(
    "c: 1 }) })) });",
  );
});

test("a pointer into a method's call may begin with the name of the method", () => {
  expect(
    located("a.ts", "x().instances({ one: { service: 's' } } as never);", ["instances", "one", "service"], "instances"),
  ).toBe("service: 's' } } as never);");
});

test("a pointer that cannot be followed leads to the nearest property above", () => {
  expect(located("a.ts", "define({ a: { ...rest } });", ["a", "b"])).toBe("a: { ...rest } });");
  expect(located("a.ts", "define(spread);", ["a"])).toBe("define(spread);");
});

test("a pointer leads to a property in JSON", () => {
  expect(located("a.json", '{\n  "a": { "b": [1, { "c": 2 }] }\n}', ["a", "b", "1", "c"])).toBe('"c": 2 }] }');
  expect(located("a.json", '{ "a": {} }', ["a", "b"])).toBe('"a": {} }');
});
