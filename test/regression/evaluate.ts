/** For tests: an inventory with one machine that is a member of one service, on a platform with lines of text. */
import { defineInventory, type Evaluated, evaluateInventory, type MachineClass } from "@troupe/core";
import { formatDiagnostic, option, t } from "@troupe/modules";

const linux: MachineClass = {
  name: "linux",
  result: "linuxModule",
  modules: [{ options: { lines: option(t.listOf(t.str)), any: option(t.attrsOf(t.raw)) } }],
};

export const evaluate = (inventory: Parameters<typeof evaluateInventory>[0]): Evaluated =>
  evaluateInventory(inventory, { classes: [linux] });

/** Machine alice in role r of instance i of this service. */
export const withService = (service: unknown, settings?: unknown): Evaluated =>
  evaluate(
    defineInventory({ services: { s: service as never }, machines: { alice: {} } }).instances({
      i: { service: "s", roles: { r: { machines: ["alice"], ...(settings !== undefined && { settings }) } } },
    } as never),
  );

/** All problems, without their places in this repository. */
export const problemsOf = (evaluated: Evaluated): readonly string[] =>
  evaluated.diagnostics().map((each) => formatDiagnostic({ ...each, marks: [] }));
