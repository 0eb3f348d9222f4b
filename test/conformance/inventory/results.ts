/** The result of an inventory case: every section computed only as far as it is read. */
import type { Evaluated, ServiceEntry } from "@troupe/core";
import { type Diagnostic, isTroupeError, TroupeError } from "@troupe/modules";
import { forceInOrder, lazySet, sortedKeys } from "../modules/values.ts";
import { machineConfig } from "./machine.ts";
import { isFailure } from "./failures.ts";
import type { Outline } from "./outline.ts";
import type { InventoryInput } from "./case.ts";
import type { Scope } from "../modules/expression.ts";
import type { Context, Recorded, RoleView } from "./services.ts";

/** Clan's name of a service: "self-A" for "self/A". */
export const clanId = (id: string): string => id.replace("/", "-");

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
export function sectionsOf({ evaluated, outline, calls, errors, input, scope }: Sources): Readonly<Record<string, unknown>> {
  const { inventory } = evaluated;
  const names = [...inventory.machines.keys()];

  /** Fails with the first problem in the inventory that concerns what is looked at. */
  function require(concerns: (problem: Diagnostic) => boolean): void {
    const first = inventory.diagnostics.find((problem) => isFailure(problem) && concerns(problem));
    if (first !== undefined) throw new TroupeError([first]);
  }
  const startsWith =
    (...heads: readonly string[]) =>
    ({ path = "" }: Diagnostic): boolean =>
      heads.some((head) => path === head || path.startsWith(`${head}.`));
  const general = (problem: Diagnostic): boolean => !startsWith("machines", "tags", "instances", "services", "exports")(problem);
  const requireTags = (): void => require((problem) => general(problem) || startsWith("machines", "tags")(problem));
  /** Whoever looks at all exports looks at what every call returns. */
  function requireCalls(): void {
    for (const error of errors()) throw error;
    const first = evaluated.diagnostics([]).find(({ code }) => code.startsWith("TRP23") || code.startsWith("TRP25"));
    if (first !== undefined && isFailure(first)) throw new TroupeError([first]);
  }
  const requireAll = (): void => require(() => true);

  const service = (entry: ServiceEntry): object =>
    lazySet([
      ["manifestName", () => entry.name],
      [
        "instances",
        () =>
          Object.fromEntries(
            entry.instances.map(({ name, roles }) => [
              name,
              Object.fromEntries(mentioned(name).map((role) => [role, roles.get(role)!.members])),
            ]),
          ),
      ],
      [
        "perInstance",
        () =>
          callsOf(entry, (call) => call.role !== undefined).map(({ role, instance, machine, context }) =>
            lazySet([
              ["role", () => role],
              ["instance", () => instance],
              ["machine", () => machine],
              ["args", () => instanceArguments(context)],
            ]),
          ),
      ],
      [
        "perMachine",
        () =>
          lazySet(
            callsOf(entry, (call) => call.role === undefined).map(
              ({ machine, context }) => [machine, () => machineArguments(context)] as const,
            ),
          ),
      ],
      ["cliChecks", () => checks(entry)],
    ]);
  const mentioned = (instance: string): readonly string[] => outline.roles(instance).toSorted();
  const callsOf = (entry: ServiceEntry, matches: (call: Recorded) => boolean): readonly Recorded[] =>
    calls().filter((call) => call.service === entry.id && matches(call));
  const ofInstance = (instance: string, roles: Readonly<Record<string, RoleView>>): object =>
    lazySet(mentioned(instance).map((role) => [role, () => roleResult(roles[role]!)] as const));
  const instanceArguments = (context: Context): object =>
    lazySet([
      ["instanceName", () => context.instanceName],
      ["machine", () => machineResult(context)],
      ["settings", () => context.settings],
      ["roles", () => ofInstance(context.instanceName!, context.roles)],
    ]);
  const machineArguments = (context: Context): object =>
    lazySet([
      ["machine", () => machineResult(context)],
      [
        "instances",
        () =>
          lazySet(
            Object.keys(context.instances).map(
              (instance) => [instance, () => lazySet([["roles", () => ofInstance(instance, context.instances[instance]!.roles)]])] as const,
            ),
          ),
      ],
    ]);

  function checks({ name, instances }: ServiceEntry): readonly object[] {
    return inventory.diagnostics.flatMap((problem) =>
      checkId(
        problem,
        name,
        instances.map((instance) => instance.name),
      ),
    );
  }

  return lazySet([
    [
      "services",
      () =>
        lazySet(
          inventory.services.map((entry) => {
            const places = entry.instances.map(({ name }) => `instances.${name}`);
            return [
              clanId(entry.id),
              () => (
                require((problem) => general(problem) || startsWith("machines", "tags", `services.${entry.id}`, ...places)(problem)),
                service(entry)
              ),
            ] as const;
          }),
        ),
    ],
    [
      "tags",
      () => (
        requireTags(),
        lazySet(outline.tags().map((tag) => [tag, () => inOrder(outline.members(tag), inventory.tags.get(tag) ?? [], false)] as const))
      ),
    ],
    [
      "machineTags",
      () => (
        requireTags(),
        lazySet(names.map((name) => [name, () => inOrder(outline.machineTags(name), inventory.machines.get(name)!.tags, true)] as const))
      ),
    ],
    [
      "exports",
      () => (
        requireAll(),
        requireCalls(),
        lazySet(evaluated.exports.keys().map((key) => [key, () => evaluated.exports.value(key)] as const))
      ),
    ],
    [
      "machines",
      () => (requireAll(), lazySet(names.map((name) => [name, () => machineConfig(evaluated.machine(name), input, scope)] as const))),
    ],
    ["cliChecks", () => (requireAll(), inventory.services.flatMap(checks))],
  ]) as Readonly<Record<string, unknown>>;
}

/** Names in Clan's order; then, if all are wanted, those that Clan would not have there. */
function inOrder(order: readonly string[], names: readonly string[], all: boolean): readonly string[] {
  const present = new Set(names);
  const known = order.filter((name) => present.has(name));
  return all ? [...known, ...names.filter((name) => !order.includes(name))] : known;
}

const machineResult = ({ machine }: Context): object => ({ name: machine.name, roles: machine.roles });

function roleResult(role: RoleView): object {
  return lazySet([
    [
      "machines",
      () =>
        lazySet(
          sortedKeys(role.machines).map(
            (machine) => [machine, () => lazySet([["settings", () => role.machines[machine]!.settings]])] as const,
          ),
        ),
    ],
    ["settings", () => attempt(() => forceInOrder(role.settings))],
  ]);
}

function attempt(compute: () => unknown): object {
  try {
    return { ok: compute() };
  } catch (error) {
    if (isTroupeError(error)) return { failed: true };
    throw error;
  }
}

const constraints: Readonly<Record<string, string>> = { TRP2402: "minMachines", TRP2403: "maxMachines" };

/** Clan's id of a constraint that does not hold; none if it is another service's. */
function checkId({ code, path = "" }: Diagnostic, service: string, instances: readonly string[]): readonly object[] {
  const [, instance, , role] = path.split(".");
  if (code === "TRP2401" && path.startsWith("services.") && path.endsWith(service)) return [{ id: `${service}-maxInstances` }];
  const constraint = constraints[code];
  return constraint !== undefined && instances.includes(instance!) ? [{ id: `${service}-${instance}-${role}-${constraint}` }] : [];
}
