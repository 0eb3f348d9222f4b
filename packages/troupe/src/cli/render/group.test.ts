import type { Diagnostic } from "@troupe/modules";
import { expect, test } from "vitest";
import { distinct, grouped } from "./group.ts";

const site = { file: "troupe.ts", line: 6, column: 15 };
const problem = (message: string, more: Partial<Diagnostic> = {}): Diagnostic => ({
  code: "TRP2501",
  blocks: "evaluation",
  message,
  marks: [{ site }],
  ...more,
});
const failed = (machine: string) =>
  problem(`perInstance of role "r" of service "s" (instance i, machine ${machine}) failed: no`);
const shown = (diagnostics: readonly Diagnostic[]) =>
  grouped(diagnostics).map(({ message, notes }) => [message, ...(notes ?? [])]);

test("diagnostics that differ in the machine alone are one, with the machines in a note", () => {
  expect(shown(["a", "b", "c.north"].map(failed))).toEqual([[failed("a").message, "The same for b, c.north."]]);
  const many = Array.from({ length: 300 }, (_, index) => failed(`m${index}`));
  expect(shown(many)).toEqual([[failed("m0").message, "The same for m1, m2, m3, m4, m5, m6 and 293 more."]]);
});

test("the machine of a diagnostic may be in its path, in a scope or in a note", () => {
  const inPath = (machine: string) =>
    problem("wrong", { path: `instances.i.roles.r.machines.${machine}.settings.port` });
  const inScope = (machine: string) =>
    problem(`"s:i:r:${machine}" is wrong`, { path: `exports."s:i:r:${machine}".url` });
  const inNote = (machine: string) => problem("wrong", { notes: [`on machine ${machine}`] });
  for (const make of [inPath, inScope, inNote]) expect(grouped([make("a"), make("b")])).toHaveLength(1);
});

test("a diagnostic of a whole role has no note with machines", () => {
  const atRole = problem("wrong", { path: "instances.i.roles.r.settings.port" });
  const atMachine = problem("wrong", { path: "instances.i.roles.r.machines.a.settings.port" });
  expect(grouped([atMachine, atRole])).toEqual([atRole]);
});

test("diagnostics with another difference, or without a place, stay separate", () => {
  const elsewhere = { ...failed("b"), marks: [{ site: { ...site, line: 7 } }] };
  const otherwise = { ...failed("b"), hint: "try" };
  const nowhere = (machine: string) => ({ ...failed(machine), marks: [] });
  expect(grouped([failed("a"), elsewhere, otherwise])).toHaveLength(3);
  expect(grouped([nowhere("a"), nowhere("b")])).toHaveLength(2);
  expect(grouped([problem("one"), problem("two")])).toHaveLength(2);
});

test("JSON has the diagnostics of every machine, without duplicates", () => {
  expect(distinct([failed("a"), failed("b"), failed("a")])).toHaveLength(2);
});
