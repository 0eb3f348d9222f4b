/**
 * For tests: a platform with nothing but lines of text, and problems without the places, which depend on the test file.
 */
import { formatDiagnostic, option, t } from "@troupe/modules";
import type { Inventory } from "../model/inventory-definition.ts";
import type { Evaluated } from "../model/evaluation.ts";
import { evaluateInventory } from "./evaluate.ts";
import type { MachineClass } from "../model/machine-class.ts";

const linux: MachineClass = {
  name: "linux",
  result: "linuxModule",
  definition: "linuxDefinition",
  modules: [{ options: { lines: option(t.listOf(t.str)), name: option(t.str, { default: "" }) } }],
};
const nixos: MachineClass = { ...linux, name: "nixos", result: "nixosModule", definition: "nixosDefinition" };
/** A class whose own modules only its platform understands. */
const darwin: MachineClass = {
  ...linux,
  name: "darwin",
  result: "darwinModule",
  definition: "darwinDefinition",
  opaqueResult: true,
};

export const evaluate = (inventory: Inventory, previous?: Evaluated): Evaluated =>
  evaluateInventory(inventory, { classes: [linux, nixos, darwin], previous });

/** A value as plain data. */
export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

export const configOf = (evaluated: Evaluated, machine: string) =>
  plain(evaluated.machine(machine).evaluation.config) as { lines: string[]; name: string };

/** All problems, as people read them. */
export const problemsOf = (inventory: Inventory): readonly string[] =>
  evaluate(inventory)
    .diagnostics()
    .map((each) =>
      formatDiagnostic({ ...each, marks: each.marks.map(({ site, note }) => ({ site: { label: site.label }, note })) }),
    );
