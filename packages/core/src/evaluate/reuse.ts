/** The parts of an earlier evaluation that the changes of an inventory cannot reach. */
import { isPlainObject } from "@troupe/modules";
import type { AnnotationReads } from "../annotations/reader.ts";
import { parseScope } from "../exports/scope.ts";
import type { Instance, ServiceEntry, SettingsPlace } from "../model/instance.ts";
import type { InventoryModel } from "../model/evaluation.ts";
import type { Machine } from "../model/machine.ts";
import type { Call } from "./calls.ts";
import type { InstanceRun } from "./instance-run.ts";
import type { MachineEvaluation } from "../model/machine-evaluation.ts";
import { type EarlierMachineCall, earlierMachineCalls, type ServiceRun } from "./service-run.ts";

/** A machine that has been evaluated, and the calls that it was made of. */
export interface KeptMachine {
  readonly evaluation: MachineEvaluation;
  readonly calls: readonly Call[];
}

/** An earlier evaluation. */
export interface Past {
  readonly model: InventoryModel;
  readonly services: readonly ServiceRun[];
  readonly machines: ReadonlyMap<string, KeptMachine>;
  /** True if services were nested in it. */
  readonly nests: boolean;
}

/** See {@link findReusable}. */
export interface Reusable {
  /** The earlier run of an instance, if it still holds; nested ones never do. */
  readonly instance: (name: string) => InstanceRun | undefined;
  /** The earlier calls of perMachine of a service that still hold. */
  readonly machineCalls: (service: ServiceEntry) => EarlierMachineCall | undefined;
  /** The earlier evaluation of a machine, if it is made of these calls and nothing else about it has changed. */
  readonly machine: (machine: Machine, calls: readonly Call[]) => MachineEvaluation | undefined;
}

/**
 * Finds the calls and machines that still hold. A change reaches an instance through its own definitions, the
 * definition of its service, the machines that are its members, and the exports that its calls have read. A reached
 * instance is evaluated again as a whole, with all machines that take part in it.
 *
 * Nested services that come and go with a change are unknown before the evaluation. `nests` says that some may; then
 * everything nested, and every call that reads exports, counts as reached.
 */
export function findReusable(past: Past, model: InventoryModel, nests: boolean): Reusable {
  const earlier = new Map(
    past.services.flatMap((run) => run.instances.map((each) => [each.instance.name, { run, each }] as const)),
  );
  const written = new Map(
    model.services.flatMap((service) => service.instances.map((instance) => [instance.name, { service, instance }])),
  );
  const views = new Map<string, boolean>();
  const sameView = (name: string): boolean => {
    let same = views.get(name);
    if (same === undefined)
      views.set(name, (same = isSameView(past.model.machines.get(name), model.machines.get(name))));
    return same;
  };
  const reached = reach(past, model, { earlier, written, sameView, nests });
  return {
    instance: (name) => (reached.instances.has(name) ? undefined : earlier.get(name)?.each),
    machineCalls(service) {
      const run = past.services.find(
        ({ service: { id, definition } }) => id === service.id && definition === service.definition,
      );
      return run && earlierMachineCalls(run.keptMachineCalls(), reached.machineCalls);
    },
    machine(machine, calls) {
      const before = past.machines.get(machine.name);
      if (
        before === undefined ||
        calls.length !== before.calls.length ||
        !calls.every((call, index) => call === before.calls[index])
      )
        return undefined;
      return isSameOwn(before.evaluation.machine, machine) ? before.evaluation : undefined;
    },
  };
}

interface Known {
  readonly earlier: ReadonlyMap<string, { readonly run: ServiceRun; readonly each: InstanceRun }>;
  readonly written: ReadonlyMap<string, { readonly service: ServiceEntry; readonly instance: Instance }>;
  readonly sameView: (machine: string) => boolean;
  readonly nests: boolean;
}

interface Reached {
  readonly instances: ReadonlySet<string>;
  readonly machineCalls: ReadonlySet<Call>;
}

function reach(past: Past, model: InventoryModel, { earlier, written, sameView, nests }: Known): Reached {
  const instances = new Set<string>();
  /** Names of services of which something is reached. */
  const services = new Set<string>();
  const machineCalls = new Set<Call>();
  const add = (instance: string) => {
    instances.add(instance);
    for (const known of [earlier.get(instance)?.run, written.get(instance)])
      if (known !== undefined) services.add(known.service.name);
  };

  for (const [name, { service, instance }] of written) {
    const before = earlier.get(name);
    if (before?.run.service.definition !== service.definition || before.run.service.id !== service.id) add(name);
    else if (!isSameInstance(before.each.instance, instance, sameView)) add(name);
  }
  for (const name of earlier.keys()) if (!written.has(name)) add(name);

  const exportsChanged = changedKeys(past.model.exports, model.exports);
  const sameMachines =
    past.model.machines.size === model.machines.size &&
    [...model.machines.keys()].every((name) => past.model.machines.has(name));
  const isKeyReached = (key: string): boolean => {
    if (exportsChanged.has(key)) return true;
    const { serviceName, instanceName } = parseScope(key);
    return instanceName === "" ? services.has(serviceName) : instances.has(instanceName);
  };
  const isCallReached = (call: Call): boolean => {
    if (nests && (call.looked || call.reads !== undefined)) return true;
    if (call.annotated !== undefined && areAnnotationsReached(past.model, model, call.annotated)) return true;
    if (call.looked && (instances.size > 0 || services.size > 0 || exportsChanged.size > 0 || !sameMachines))
      return true;
    for (const key of call.reads ?? []) if (isKeyReached(key)) return true;
    return false;
  };
  for (let before = -1; before !== instances.size + machineCalls.size;) {
    before = instances.size + machineCalls.size;
    for (const [name, { each }] of earlier) {
      if (!instances.has(name) && [...each.keptCalls()].some(isCallReached)) add(name);
    }
    for (const run of past.services) {
      for (const { call } of run.keptMachineCalls().values()) {
        if (machineCalls.has(call) || !isCallReached(call)) continue;
        machineCalls.add(call);
        services.add(run.service.name);
      }
    }
  }
  return { instances, machineCalls };
}

/** Returns the keys of the exports that the inventory itself writes differently. */
function changedKeys(before: InventoryModel["exports"], now: InventoryModel["exports"]): ReadonlySet<string> {
  const keys = new Set([...before.keys(), ...now.keys()]);
  return new Set([...keys].filter((key) => !isSameData(before.get(key), now.get(key))));
}

/** True if annotations that were read may have changed. The services of a machine depend on all instances. */
const areAnnotationsReached = (past: InventoryModel, now: InventoryModel, read: AnnotationReads): boolean =>
  [...read].some(([name, { parts }]) => {
    const [before, after] = [past.machines.get(name), now.machines.get(name)];
    return before === undefined || after === undefined || parts.has("services") || !isSameOwn(before, after);
  });

/** True if the definitions of the machine itself are equal. */
const isSameOwn = (before: Machine, now: Machine): boolean =>
  before.class === now.class &&
  isSameData(before.module, now.module) &&
  isSameData(before.users, now.users) &&
  isSameData(before.facts, now.facts) &&
  isSameData(before.extensions, now.extensions);

/** True if services see the same of the machine in both inventories. */
function isSameView(before: Machine | undefined, now: Machine | undefined): boolean {
  if (before === undefined || now === undefined) return before === now;
  return before.class === now.class && before.address === now.address && isSameData(before.tags, now.tags);
}

function isSameInstance(before: Instance, now: Instance, sameView: (machine: string) => boolean): boolean {
  if (!isSameData(before.extensions, now.extensions)) return false;
  for (const [name, role] of now.roles) {
    const other = before.roles.get(name);
    if (other === undefined || !isSameData(other.members, role.members) || !role.members.every(sameView)) return false;
    if (!isSameData(other.own, role.own) || !isSameData(other.extraModules, role.extraModules)) return false;
    if (!isSamePlaces(other.tags, role.tags) || !isSamePlaces(other.machines, role.machines)) return false;
    if (!isSameData(other.select, role.select)) return false;
  }
  return true;
}

function isSamePlaces(before: ReadonlyMap<string, SettingsPlace>, now: ReadonlyMap<string, SettingsPlace>): boolean {
  return before.size === now.size && [...now].every(([name, place]) => isSameData(before.get(name), place));
}

/** True for equal data. Computes no value: functions, and so lazy values, are equal only if they are identical. */
export function isSameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => isSameData(item, b[index]));
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const names = Object.getOwnPropertyNames(a);
  return (
    names.length === Object.getOwnPropertyNames(b).length &&
    names.every((name) =>
      isSameProperty(Object.getOwnPropertyDescriptor(a, name), Object.getOwnPropertyDescriptor(b, name)),
    )
  );
}

function isSameProperty(a: PropertyDescriptor | undefined, b: PropertyDescriptor | undefined): boolean {
  return a !== undefined && b !== undefined && a.get === b.get && isSameData(a.value, b.value);
}
