/**
 * For tests: a platform with users, facts and lines of text, and problems without the places, which depend on the test
 * file.
 */
import { formatDiagnostic, option, t } from "@troupe/modules";
import { factsOptions } from "../annotations/facts.ts";
import type { Evaluated } from "../model/evaluation.ts";
import { evaluateInventory } from "../evaluate/evaluate.ts";
import type { MachineClass } from "../model/machine-class.ts";
import type { Inventory } from "../model/inventory-definition.ts";

const linux: MachineClass = {
  name: "linux",
  result: "linuxModule",
  definition: "linuxDefinition",
  modules: [
    {
      options: {
        lines: option(t.listOf(t.str)),
        users: option(
          t.attrsOf(t.submodule({ shell: option(t.str, { default: "sh" }), extraGroups: option(t.listOf(t.str)) })),
        ),
        ...factsOptions,
      },
    },
  ],
  users: (users) => ({ users }),
  facts: (facts) => ({ facts }),
};
const nixos: MachineClass = {
  ...linux,
  name: "nixos",
  result: "nixosModule",
  definition: "nixosDefinition",
  opaqueResult: true,
};

export const evaluate = (inventory: Inventory, previous?: Evaluated): Evaluated =>
  evaluateInventory(inventory, { classes: [linux, nixos], ...(previous !== undefined && { previous }) });

/** All problems, as people read them. */
export const problemsOf = (inventory: Inventory): readonly string[] =>
  evaluate(inventory)
    .diagnostics()
    .map((each) =>
      formatDiagnostic({ ...each, marks: each.marks.map(({ site, note }) => ({ site: { label: site.label }, note })) }),
    );

/** The machines with their members of each role, as lines. */
export function rolesOf(inventory: Inventory): {
  readonly [instance: string]: { readonly [role: string]: readonly string[] };
} {
  const { services, diagnostics } = evaluate(inventory).inventory;
  if (diagnostics.length > 0) throw new Error(diagnostics.map(formatDiagnostic).join("\n"));
  const instances = services.flatMap((service) => service.instances);
  return Object.fromEntries(
    instances.map(({ name, roles }) => [
      name,
      Object.fromEntries([...roles.values()].map((role) => [role.name, role.members])),
    ]),
  );
}

/** The lines of a machine's configuration. */
export const linesOf = (evaluated: Evaluated, machine: string): readonly string[] => [
  ...(evaluated.machine(machine).evaluation.config as { readonly lines: readonly string[] }).lines,
];
