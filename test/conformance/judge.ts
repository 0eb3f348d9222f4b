/** Judging conformance cases: running one, and telling how the outcome differs from the expected one. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { deviation } from "./deviations.ts";
import { type Case, difference, type Expected, type Outcome } from "./format.ts";
import { type InventoryInput, runInventoryCase, withoutMessages } from "./inventory/run-case.ts";
import { type ModulesInput, runModulesCase } from "./modules/run-case.ts";

/**
 * How cases of one kind are run, and what is expected of them: the form that is compared, and where Troupe means to
 * differ.
 */
interface Runner {
  readonly run: (input: never) => Outcome;
  readonly comparable?: (expected: Expected) => Expected;
  readonly deviation?: (name: string, expected: Expected) => Expected | undefined;
}

const runners = {
  modules: { run: (input: ModulesInput) => runModulesCase(input) },
  inventory: { run: (input: InventoryInput) => runInventoryCase(input), comparable: withoutMessages, deviation },
} satisfies { readonly [kind: string]: Runner };

/** The kinds of cases there are. */
export type Kind = keyof typeof runners;
export const isKind = (text: string): text is Kind => Object.hasOwn(runners, text);

/** How a case went: what is wrong, and whether it is one in which Troupe means to differ. */
export interface Verdict {
  readonly problem: string | undefined;
  readonly deviates: boolean;
}

/** Runs a case and judges its outcome. */
export function judge(kind: Kind, { name, input, expected: original }: Case<never>): Verdict {
  const runner: Runner = runners[kind];
  const expected = runner.comparable?.(original) ?? original;
  const ours = runner.deviation?.(name, expected);
  return { problem: difference(ours ?? expected, runner.run(input)), deviates: ours !== undefined };
}

/** The files of cases that are part of this repository. */
export function ownFiles(kind: Kind): readonly string[] {
  const folder = path.join(import.meta.dirname, "cases", kind);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .toSorted()
    .map((name) => path.join(folder, name));
}

/** The cases in a file. */
export function readCases(file: string): readonly Case<never>[] {
  const cases: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!Array.isArray(cases)) throw new TypeError("expected a list of cases");
  return cases as readonly Case<never>[];
}
