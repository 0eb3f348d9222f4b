/** `troupe show`: machines with their roles, instances and exports; or the configuration of one machine. */
import { resolve } from "node:path";
import { type Evaluated, type Machine, parseScope } from "@troupe/core";
import { fail, force } from "@troupe/modules";
import { checkProject } from "../../project/check.ts";
import { chooseMachine, chooseMachines } from "../choose.ts";
import { defineCommand } from "../command.ts";
import { onFlag } from "../flags.ts";
import { runCommand } from "../run-command.ts";
import { exclusiveFlags } from "../diagnostics.ts";
import { hasErrors } from "../render/diagnostics.ts";
import { withPrograms } from "../render/programs.ts";
import { table } from "../render/table.ts";
import { listed } from "../../text/text.ts";
import type { Terminal } from "../terminal.ts";
import { cell, type ViewRecord, viewNames, views } from "../views/views.ts";

export const command = defineCommand({
  brief: "Show machines, services and exports, or one machine's configuration",
  uses: [
    {
      usage: "show [MACHINE]",
      example: "show --view hosts",
      summary:
        "Show machines, services and exports, or one machine's configuration; `--view NAME` shows one table for all machines, such as `hosts`",
    },
  ],
  flags: {
    view: { kind: "enum", values: viewNames, optional: true, brief: "Show this table of all machines" },
    ...onFlag,
  },
  positional: {
    kind: "tuple",
    parameters: [{ optional: true, placeholder: "machine", brief: "Show this machine's configuration" }],
  },
  async run(context, flags, name) {
    await runCommand(context, flags, async () => {
      const { folder, evaluated, diagnostics } = await checkProject(resolve(context.cwd, flags.directory));
      if (hasErrors(diagnostics)) return { json: {}, diagnostics, folder };
      const chosen = chosenMachines(evaluated, flags.on, name);
      if (flags.view !== undefined) {
        const { columns, records } = views[flags.view];
        const found = records(evaluated).filter((record) => chosen === undefined || concerns(record, chosen));
        const rows = found.map((record) => columns.map((column) => cell(record[column])));
        return {
          json: { [flags.view]: found },
          text: table(columns, rows, context.terminal.tableWidth),
          diagnostics,
          folder,
        };
      }
      const shown = overview(evaluated, chosen);
      if (name === undefined)
        return { json: shown, text: renderOverview(evaluated, shown, context.terminal), diagnostics, folder };
      const [machine] = shown.machines;
      const config = force(evaluated.machine(machine!.name).evaluation.config);
      return { json: { machine, config }, text: JSON.stringify(withoutEmpty(withPrograms(config)), null, 2), folder };
    });
  },
});

/** Returns the machines that are shown; undefined for the whole inventory. */
function chosenMachines(
  { inventory }: Evaluated,
  on: readonly string[] | undefined,
  name: string | undefined,
): Chosen | undefined {
  if (name !== undefined && on !== undefined)
    fail(exclusiveFlags, {
      flags: ["A machine", "--on"],
      hint: "A machine alone shows its configuration; --on shows what there is of several.",
    });
  if (name !== undefined) return new Set([chooseMachine(inventory, name)]);
  return on && new Set(chooseMachines(inventory, on));
}

type Chosen = ReadonlySet<string>;

/** True if a record of a view is about one of these machines. */
const concerns = ({ machine, machines }: ViewRecord, chosen: Chosen): boolean =>
  (typeof machine === "string" && chosen.has(machine)) ||
  (Array.isArray(machines) && machines.some((each) => chosen.has(each as string)));

/** Returns the active roles of every machine, those in nested instances included. */
function rolesByMachine(evaluated: Evaluated): ReadonlyMap<string, readonly MachineRole[]> {
  const roles = new Map([...evaluated.inventory.machines.keys()].map((name) => [name, [] as MachineRole[]]));
  for (const { active, instances } of evaluated.services()) {
    for (const instance of instances) {
      for (const role of active)
        for (const machine of instance.roles.get(role)!.members)
          roles.get(machine)!.push({ instance: instance.name, role });
    }
  }
  return roles;
}

interface MachineRole {
  readonly instance: string;
  readonly role: string;
}

function describeMachine(
  { name, class: machineClass, tags, address, targetHost }: Machine,
  roles: readonly MachineRole[],
) {
  return { name, class: machineClass, tags, address, targetHost, roles };
}

/** Returns the whole inventory, or some machines with their instances and exports. */
function overview(evaluated: Evaluated, chosen: Chosen | undefined) {
  const { inventory, exports } = evaluated;
  const roles = rolesByMachine(evaluated);
  const isShown = (machine: string) => chosen?.has(machine) !== false;
  return {
    meta: inventory.meta,
    machines: [...inventory.machines.values()]
      .filter(({ name }) => isShown(name))
      .map((machine) => describeMachine(machine, roles.get(machine.name)!)),
    instances: evaluated.services().flatMap((service) =>
      service.instances
        .filter(
          (instance) =>
            chosen === undefined || [...instance.roles.values()].some(({ members }) => members.some(isShown)),
        )
        .map((instance) => ({
          name: instance.name,
          service: service.name,
          roles: Object.fromEntries([...instance.roles.values()].map(({ name, members }) => [name, members])),
        })),
    ),
    exports: Object.fromEntries(
      exports
        .keys()
        .filter((key) => isShown(parseScope(key).machineName))
        .map((key) => [key, force(exports.value(key))]),
    ),
  };
}

function renderOverview(
  evaluated: Evaluated,
  { machines, instances, exports }: ReturnType<typeof overview>,
  { style, tableWidth }: Terminal,
): string {
  const machineRows = machines.map(({ name, class: machineClass, address, tags, roles }) => [
    name,
    machineClass,
    address ?? "-",
    listed(tags.filter((tag) => tag !== "all" && tag !== machineClass)) || "-",
    listed(roles.map(({ instance, role }) => `${instance}/${role}`)) || "-",
  ]);
  const observed = new Set(
    evaluated
      .services()
      .flatMap(({ roles, active, instances: own }) =>
        own.flatMap(({ name }) => roles.filter((role) => !active.includes(role)).map((role) => `${name}/${role}`)),
      ),
  );
  const instanceRows = instances.flatMap(({ name, service, roles }) =>
    Object.entries(roles).map(([role, members], index) => [
      index === 0 ? name : "",
      index === 0 ? service : "",
      observed.has(`${name}/${role}`) ? `${role} (observed)` : role,
      listed(members) || "(nobody)",
    ]),
  );
  const exportRows = Object.entries(exports).map(([key, value]) => [key, JSON.stringify(value)]);
  const section = (title: string, headings: readonly string[], rows: readonly (readonly string[])[]) =>
    rows.length === 0 ? [] : [`${style("heading", title)}\n${table(headings, rows, tableWidth)}`];
  return [
    ...section("Machines", ["name", "class", "address", "tags", "roles"], machineRows),
    ...section("Instances", ["name", "service", "role", "members"], instanceRows),
    ...section("Exports", ["scope", "value"], exportRows),
  ].join("\n\n");
}

/** Leaves out null, empty texts, empty lists and empty objects. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value)
    .map(([key, each]) => [key, withoutEmpty(each)] as const)
    .filter(
      ([, each]) => each !== null && !(typeof each === "object" && Object.keys(each).length === 0) && each !== "",
    );
  return Object.fromEntries(kept);
}
