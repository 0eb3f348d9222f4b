/** The result of an inventory case: every section computed only as far as it is read. */
import type { Evaluated } from "@troupe/core";
import type { ServiceEntry } from "@troupe/core/internal";
import { type Diagnostic, showPath } from "@troupe/modules";
import type { Scope } from "../modules/expression.ts";
import { argumentsOf } from "./arguments.ts";
import type { InventoryInput } from "./case.ts";
import { clanId } from "./failures.ts";
import { byNames, computed } from "./lazy.ts";
import { machineConfig } from "./machine.ts";
import type { Outline } from "./outline.ts";
import { requirementsOf } from "./problems.ts";
import type { Recorded } from "./services.ts";

/** What the sections are computed from. */
export interface Sources {
  readonly evaluated: Evaluated;
  readonly outline: Outline;
  readonly calls: () => readonly Recorded[];
  /** What callbacks threw. */
  readonly errors: () => readonly unknown[];
  readonly input: InventoryInput;
  readonly scope: Scope;
}

/** All sections. */
export function sectionsOf({
  evaluated,
  outline,
  calls,
  errors,
  input,
  scope,
}: Sources): Readonly<Record<string, unknown>> {
  const { inventory, exports } = evaluated;
  const require = requirementsOf(evaluated, errors);
  const entries = new Map(inventory.services.map((entry) => [clanId(entry.id), entry]));
  const machines = [...inventory.machines.keys()];
  const tagMembers = (tag: string): readonly string[] => inventory.tags.get(tag) ?? [];
  const checks = (service: ServiceEntry): readonly object[] =>
    inventory.diagnostics.flatMap((problem) => checkOf(problem, service));
  const mentioned = (instance: string): readonly string[] => outline.roles(instance).toSorted();

  function service(entry: ServiceEntry): object {
    require.service(entry);
    const own = (): readonly Recorded[] => calls().filter(({ service: id }) => id === entry.id);
    const recorded = ({ role, instance, machine, context }: Recorded): object =>
      computed({
        role: () => role,
        instance: () => instance,
        machine: () => machine,
        args: () => argumentsOf(context, mentioned),
      });
    const instances = new Map(entry.instances.map((instance) => [instance.name, instance]));
    return computed({
      manifestName: () => entry.name,
      instances: () =>
        byNames(instances.keys(), (name) =>
          byNames(mentioned(name), (role) => instances.get(name)!.roles.get(role)!.members),
        ),
      perInstance: () =>
        own()
          .filter(({ role }) => role !== undefined)
          .map(recorded),
      perMachine: () => {
        const contexts = new Map(
          own().flatMap(({ role, machine, context }) => (role === undefined ? [[machine, context] as const] : [])),
        );
        return byNames(contexts.keys(), (machine) => argumentsOf(contexts.get(machine)!, mentioned));
      },
      cliChecks: () => checks(entry),
    });
  }

  return computed({
    services: () => byNames(entries.keys(), (id) => service(entries.get(id)!)),
    tags() {
      require.tags();
      return byNames(outline.tags(), (tag) => inOrder(outline.members(tag), new Set(tagMembers(tag))));
    },
    machineTags() {
      require.tags();
      return byNames(machines, (name) => {
        const tags = new Set(inventory.machines.get(name)!.tags);
        return [...new Set([...inOrder(outline.machineTags(name), tags), ...tags])];
      });
    },
    exports() {
      require.calls();
      return byNames(exports.keys(), (key) => exports.value(key));
    },
    machines() {
      require.everything();
      return byNames(machines, (name) => machineConfig(evaluated.machine(name), input, scope));
    },
    cliChecks() {
      require.everything();
      return inventory.services.flatMap(checks);
    },
  });
}

/** Those names that are there, in Clan's order. */
const inOrder = (order: readonly string[], names: ReadonlySet<string>): readonly string[] =>
  order.filter((name) => names.has(name));

const constraints: Readonly<Record<string, string>> = { TRP2402: "minMachines", TRP2403: "maxMachines" };

/** Clan's id of a constraint that does not hold; none if it is another service's. */
function checkOf({ code, path }: Diagnostic, { id, name, instances }: ServiceEntry): readonly object[] {
  if (code === "TRP2401") return path === `services.${id}` ? [{ id: `${name}-maxInstances` }] : [];
  const constraint = constraints[code];
  if (constraint === undefined) return [];
  return instances.flatMap((instance) =>
    [...instance.roles.keys()]
      .filter((role) => path === showPath(["instances", instance.name, "roles", role]))
      .map((role) => ({ id: `${name}-${instance.name}-${role}-${constraint}` })),
  );
}
