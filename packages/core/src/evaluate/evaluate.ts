/**
 * From a resolved inventory to every machine's configuration. Settings, results, exports and modules are computed when
 * they are needed.
 */
import type { Diagnostic } from "@troupe/modules";
import { isExportsContract } from "../exports/contract.ts";
import { exportModules } from "../exports/entry.ts";
import { createExportStore } from "../exports/store.ts";
import type { ExportStore } from "../model/export-store.ts";
import type { ExportingService } from "../model/export-store.ts";
import type { InventoryModel, Evaluated } from "../model/evaluation.ts";
import type { Machine } from "../model/machine.ts";
import { inventoryExportProblems } from "../inventory/inventory-exports.ts";
import { resolveInventory } from "../inventory/resolution.ts";
import type { InventorySource } from "../model/written-inventory.ts";
import { inventorySources } from "../inventory/sources.ts";
import type { Inventory } from "../model/inventory-definition.ts";
import { jsonIfAny } from "../json-conversion.ts";
import { byName } from "../names.ts";
import { sameElements } from "../collections.ts";
import { memoize } from "../memoize.ts";
import type { Json } from "../model/json.ts";
import type { Meta } from "../model/meta.ts";
import type { Surroundings } from "./call-context.ts";
import { type Call, exportRecords } from "./calls.ts";
import { problemsOf } from "../problems.ts";
import { factsOfServices } from "../annotations/service-facts.ts";
import { baseEvaluation } from "../annotations/base-evaluation.ts";
import { ownContributions } from "./contributions.ts";
import type { Contributor, MachineEvaluation, Reads } from "../model/machine-evaluation.ts";
import { evaluateMachine } from "./machine.ts";
import type { MachineClass } from "../model/machine-class.ts";
import type { Nested } from "./nesting.ts";
import { isSameData, type KeptMachine, type Past } from "./reuse.ts";
import { runServices } from "./inventory-run.ts";
import type { ServiceRun } from "./service-run.ts";
import { unservedMembers } from "./unserved-members.ts";
import { createViews } from "./views.ts";

/** The input of an evaluation besides the inventory. */
export interface EvaluateOptions {
  readonly classes: readonly MachineClass[];
  /** The class of machines that do not say; the first of `classes` if absent. */
  readonly defaultClass?: string;
  /**
   * An evaluation of the inventory as it was before a change. What the change cannot reach is not evaluated again: a
   * machine whose {@link MachineEvaluation} is the same object is as it was. The previous evaluation must not be used
   * any more.
   */
  readonly previous?: Evaluated | undefined;
}

/**
 * Evaluates an inventory. Pure: the same input gives the same result.
 *
 * @example
 * const evaluated = evaluateInventory(defineInventory({ machines: { alice: {} } }), { classes: [{ name: "toy", result: "toyModule", modules: [] }] });
 * [...evaluated.inventory.tags.get("all")!]; // => ["alice"]
 */
export function evaluateInventory(
  inventory: Inventory | readonly InventorySource[],
  { classes, defaultClass = classes[0]!.name, previous }: EvaluateOptions,
): Evaluated {
  const sources = Array.isArray(inventory)
    ? (inventory as readonly InventorySource[])
    : inventorySources(inventory as Inventory);
  const classOf = classesByName(classes);
  const model = resolveFor(sources, classes, defaultClass);
  const { machines, meta } = model;
  const past = previous === undefined ? undefined : pasts.get(previous);
  // Reused calls read the exports of the current evaluation.
  const current: Current = past?.current ?? { store: undefined };
  const surroundings = surroundingsOf(model, classes, current);
  const earlier =
    past !== undefined && sameElements(past.classes, classes) && isSameData(past.meta, meta) ? past.now() : undefined;
  const { written, nesting, reusable } = runServices(model, surroundings, earlier);
  let isPending = false;
  let nested: Nested | undefined;
  function complete(): Nested {
    if (nested !== undefined) return nested;
    isPending = true;
    try {
      return (nested = nesting.complete());
    } finally {
      isPending = false;
    }
  }
  const store: ExportStore = createExportStore(
    { all: () => complete().services.map((run) => exporting(run, meta)), isPending: () => isPending },
    { machines: model.names, instances: model.instanceNames },
    model.exports,
    meta,
  );
  current.store = store;
  const instanceRuns = (services: readonly ServiceRun[]) =>
    new Map(services.flatMap(({ instances }) => instances.map((run) => [run.instance.name, run])));
  const writtenInstances = instanceRuns(written);
  let allInstances: ReturnType<typeof instanceRuns> | undefined;
  const instanceRun = (name: string) =>
    writtenInstances.get(name) ?? (allInstances ??= instanceRuns(complete().services)).get(name);
  const evaluations = new Map<string, KeptMachine>();

  function callsOn(name: string, keep: boolean): readonly Call[] {
    const own = written.flatMap((run) => run.callsOn(name, keep));
    // A machine whose calls nest no service needs only the declared instances, so skip expanding nested ones.
    return nesting.joinsNothing(own) ? own : complete().services.flatMap((run) => run.callsOn(name, keep));
  }

  function evaluate(name: string, every: readonly Call[]): KeptMachine {
    const found = machines.get(name)!;
    // As in Clan, modules of perMachine come before modules of perInstance.
    const calls = [
      ...every.filter((call) => call.instanceName === undefined),
      ...every.filter((call) => call.instanceName !== undefined),
    ];
    return {
      calls,
      evaluation: reusable?.machine(found, calls) ?? evaluateAnew(found, classOf(found), calls, current),
    };
  }

  const machine = (name: string) => memoize(evaluations, name, () => evaluate(name, callsOn(name, true))).evaluation;

  function* eachMachine(names: Iterable<string> = machines.keys()): Iterable<MachineEvaluation> {
    for (const name of names) {
      const known = evaluations.get(name);
      if (known !== undefined) {
        yield known.evaluation;
        continue;
      }
      yield evaluate(name, callsOn(name, false)).evaluation;
    }
  }

  const evaluated: Evaluated = {
    inventory: model,
    services: () => complete().services.map(({ service }) => service),
    exports: store,
    machine,
    eachMachine,
    settings(instanceName, role, member) {
      const run = instanceRun(instanceName);
      if (member === undefined) return run?.instance.roles.has(role) === true ? run.settings(role).role() : undefined;
      return run?.instance.roles.get(role)?.members.includes(member) === true
        ? run.settings(role).of(member)
        : undefined;
    },
    diagnostics(names = machines.keys(), also = () => []) {
      const { services, problems: ofNesting } = complete();
      const entries = services.map(({ service }) => service);
      const problems = [...model.diagnostics, ...inventoryExportProblems(model, entries), ...ofNesting];
      for (const { service, instances, calls } of services) {
        for (const run of instances)
          for (const role of service.roles) problems.push(...run.settings(role).diagnostics());
        for (const call of calls()) problems.push(...problemsOf(() => call.result()));
        problems.push(...unservedMembers(service.name, calls(), machines, classes));
      }
      problems.push(...store.diagnostics());
      for (const each of eachMachine(names))
        problems.push(...each.evaluation.diagnostics(), ...factsOfServices(each, classOf), ...also(each));
      return distinct(problems);
    },
  };
  pasts.set(evaluated, {
    classes,
    meta,
    current,
    now: () => ({ model, services: written, machines: evaluations, nests: nesting.isUsed() }),
  });
  return evaluated;
}

// The closures below live outside `evaluateInventory` so that reused results do not retain the previous evaluation
// (`memory.test.ts`).

/** Returns a function that looks up the class of a machine. */
function classesByName(classes: readonly MachineClass[]): (machine: Machine) => MachineClass {
  const byClassName = new Map(classes.map((each) => [each.name, each]));
  return (machine) => byClassName.get(machine.class)!;
}

function resolveFor(
  sources: readonly InventorySource[],
  classes: readonly MachineClass[],
  defaultClass: string,
): InventoryModel {
  const classOf = classesByName(classes);
  return resolveInventory(sources, {
    classes: classes.map(({ name }) => name),
    defaultClass,
    definitionKeys: classes.flatMap(({ definition, result }) =>
      definition === undefined ? [] : [{ definition, result }],
    ),
    own: (machine) => baseEvaluation(machine, classOf(machine)),
    isOpaque: (machine) => classOf(machine).opaqueResult === true,
  });
}

const surroundingsOf = (
  { machines, meta, annotations, names }: InventoryModel,
  classes: readonly MachineClass[],
  current: Current,
): Surroundings => ({
  machines,
  resultKeys: classes.map(({ result }) => result),
  views: createViews(machines),
  meta,
  annotations,
  names,
  store: () => current.store!,
});

function evaluateAnew(
  machine: Machine,
  machineClass: MachineClass,
  calls: readonly Call[],
  current: Current,
): MachineEvaluation {
  return evaluateMachine(machine, machineClass, calls, () => {
    const origins = new Set(ownContributions(machine, machineClass).map(({ site }) => site.origin!));
    const own = [...origins].map((origin) => ({ origin, label: origin, reads: { exports: {}, machines: {} } }));
    return [...own, ...calls.map((call) => contributor(call, machine, current.store!))];
  });
}

/** The exports that all calls read, reused ones included. */
interface Current {
  store: ExportStore | undefined;
}

/** The parts of an evaluation that the next evaluation may reuse. */
interface Legacy {
  readonly classes: readonly MachineClass[];
  readonly meta: Meta;
  readonly current: Current;
  readonly now: () => Past;
}

const pasts = new WeakMap<Evaluated, Legacy>();

/** A service as the exports know it. */
function exporting(
  { service: { name, roles, instances, definition }, calls }: ServiceRun,
  meta: Meta,
): ExportingService {
  const { exports, provides = [] } = definition;
  return {
    name,
    roles: new Set(roles),
    instances: new Set(instances.map((instance) => instance.name)),
    declared: exportModules(exports, provides, meta),
    contract: isExportsContract(exports) ? exports : undefined,
    provides,
    // A failed call has been reported; the exports of the other calls are still read.
    records: () => calls().flatMap((call) => (call.succeeds() ? exportRecords(call.result()) : [])),
  };
}

/**
 * Returns each problem once. A problem without places, as of a call that could not go on, equals the same problem with
 * places.
 */
function distinct(problems: readonly Diagnostic[]): readonly Diagnostic[] {
  const placed = new Set(
    problems.filter(({ marks }) => marks.length > 0).map(({ code, message }) => `${code} ${message}`),
  );
  const kept = problems.filter(({ code, message, marks }) => marks.length > 0 || !placed.has(`${code} ${message}`));
  const first = new Map<string, Diagnostic>();
  // The hint is the hint of the first occurrence.
  for (const problem of kept) memoize(first, JSON.stringify({ ...problem, hint: undefined }), () => problem);
  return [...first.values()];
}

function contributor(call: Call, { address }: Machine, store: ExportStore): Contributor {
  const settings = jsonIfAny(() => call.callee.settings(call.machineName));
  return {
    origin: call.origin,
    label: call.label,
    ...(settings !== null && { settings }),
    reads: { exports: exportsRead(call, store), machines: annotationsRead(call) },
    ...(call.addressed && address !== undefined && { address }),
  };
}

const exportsRead = ({ reads = new Set() }: Call, store: ExportStore): Reads["exports"] =>
  Object.fromEntries([...reads].toSorted().map((key) => [key, store.json(key)]));

function annotationsRead({ annotated = new Map() }: Call): Reads["machines"] {
  const machines = [...annotated.values()].map(({ annotations, parts }): [string, Json] => [
    annotations.name,
    // A part whose computation fails is null, so that the other parts keep their values.
    Object.fromEntries([...parts].map((part) => [part, jsonIfAny(() => annotations[part])])),
  ]);
  return Object.fromEntries(machines.toSorted(([a], [b]) => byName(a, b)));
}
