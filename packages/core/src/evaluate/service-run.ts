/** The run of one service: its instances, and a call of perMachine for each machine that has a role in any of them. */
import { fail } from "@troupe/modules";
import { perMachineSettings } from "../diagnostics.ts";
import { annotationsReader } from "../annotations/reader.ts";
import { createExportsReader } from "../exports/reader.ts";
import type { ServiceEntry } from "../model/instance.ts";
import { byName } from "../names.ts";
import { labelsByMember, sameElements } from "../collections.ts";
import { memoize } from "../memoize.ts";
import type { MachineView } from "../model/service-context.ts";
import { mkExportsOf, type Surroundings } from "./call-context.ts";
import { Call, type Callee, inside, places, scopes } from "./calls.ts";
import { type InstanceRun, type RoleCalls, rolesOfMachines } from "./instance-run.ts";

/** See {@link runService}. */
export interface ServiceRun {
  readonly service: ServiceEntry;
  readonly instances: readonly InstanceRun[];
  /** The calls of perMachine, in byte order of machines. */
  readonly machineCalls: () => readonly Call[];
  /**
   * Every call, those of perMachine first, then by role, instance and machine; the order in which Clan imports their
   * modules.
   */
  readonly calls: () => readonly Call[];
  /** The calls for a machine. Without `keep`, calls that do not exist yet are made for the caller alone. */
  readonly callsOn: (machine: string, keep: boolean) => readonly Call[];
  /** The calls of perMachine by machine, as far as they have been made. */
  readonly keptMachineCalls: () => ReadonlyMap<string, MachineCall>;
}

/** A call of perMachine with the instances that it is told about. */
export interface MachineCall {
  readonly instances: readonly InstanceRun[];
  readonly call: Call;
}

/** The call of perMachine for a machine that was made before, if it still holds for these instances. */
export type EarlierMachineCall = (machine: string, instances: readonly InstanceRun[]) => Call | undefined;

/**
 * The calls of one service, `instances` being those of the entry. Calls run on demand. `earlier` knows the calls of the
 * same service with other instances: where the difference does not concern a machine, its perMachine is not called
 * again.
 */
export function runService(
  service: ServiceEntry,
  instances: readonly InstanceRun[],
  surroundings: Surroundings,
  earlier?: EarlierMachineCall,
): ServiceRun {
  let ofMachines: ReadonlyMap<string, MachineCall> | undefined;
  const machineCallsByName = () => (ofMachines ??= new Map(makeMachineCalls()));
  const machineCalls = () => [...machineCallsByName().values()].map(({ call }) => call);
  const instanceCalls = () => service.active.flatMap((role) => instances.flatMap((run) => run.calls(role)));
  let made: readonly Call[] | undefined;
  const calls = () => (made ??= [...machineCalls(), ...instanceCalls()]);
  let byMachine: ReadonlyMap<string, readonly RoleCalls[]> | undefined;
  const rolesWith = (machine: string) => (byMachine ??= labelsByMember(members())).get(machine) ?? [];
  const callsOn = (machine: string, keep: boolean) => {
    const ofMachine = machineCallsByName().get(machine);
    const ofInstances = rolesWith(machine).map((role) => role.of(machine, keep));
    return ofMachine === undefined ? ofInstances : [ofMachine.call, ...ofInstances];
  };

  function* members(): Iterable<[RoleCalls, readonly string[]]> {
    for (const role of service.active)
      for (const run of instances) yield [run.callsOf(role), run.instance.roles.get(role)!.members];
  }

  function* makeMachineCalls(): Iterable<[string, MachineCall]> {
    if (service.definition.perMachine === undefined) return;
    const instancesOf = labelsByMember(instances.map((run) => [run, run.rolesOf.keys()] as const));
    const rolesOf = rolesOfMachines(service.active, service.instances);
    const callee = machineCallee(service, instancesOf, rolesOf, surroundings);
    for (const machineName of [...rolesOf.keys()].toSorted(byName)) {
      const own = instancesOf.get(machineName)!;
      yield [machineName, { instances: own, call: earlier?.(machineName, own) ?? new Call(callee, machineName) }];
    }
  }

  return { service, instances, machineCalls, calls, callsOn, keptMachineCalls: () => ofMachines ?? noCalls };
}

const noCalls: ReadonlyMap<string, MachineCall> = new Map();

/** Looks up the calls that are not `reached`. The closure retains only these calls, so it may be kept. */
export function earlierMachineCalls(
  calls: ReadonlyMap<string, MachineCall>,
  reached?: ReadonlySet<Call>,
): EarlierMachineCall {
  return (machine, instances) => {
    const found = calls.get(machine);
    return found !== undefined && reached?.has(found.call) !== true && sameElements(found.instances, instances)
      ? found.call
      : undefined;
  };
}

/**
 * Returns the data that calls of perMachine share. It is reused together with the calls, so it refers to no other
 * calls.
 */
function machineCallee(
  service: ServiceEntry,
  instancesOf: ReadonlyMap<string, readonly InstanceRun[]>,
  rolesOf: ReadonlyMap<string, readonly string[]>,
  surroundings: Surroundings,
): Callee {
  const perMachine = service.definition.perMachine!;
  const caller = (machine: string) => `perMachine of service ${JSON.stringify(service.name)} (machine ${machine})`;

  // Not enumerable, so that copying the context does not read it.
  const noSettings: PropertyDescriptor & ThisType<{ readonly machine: MachineView }> = {
    get() {
      return fail(perMachineSettings, { caller: caller(this.machine.name) });
    },
  };

  /** Machines that take part in the same instances share what they see of them. */
  const seen = new Map<readonly InstanceRun[], object>();
  const viewOf = (instances: readonly InstanceRun[]): object =>
    memoize(seen, instances, () => {
      const view = {};
      for (const { instance, property } of instances) Object.defineProperty(view, instance.name, property);
      return Object.freeze(view);
    });

  function run(self: Call): unknown {
    const { machineName } = self;
    const context = {
      machine: surroundings.views.machine(machineName, rolesOf.get(machineName)!, self),
      instances: viewOf(instancesOf.get(machineName)!),
      exports: createExportsReader(surroundings.store, self),
      meta: surroundings.meta,
      annotations: annotationsReader(surroundings, self),
      mkExports: mkExportsOf(self),
    };
    return perMachine(Object.defineProperty(context, "settings", noSettings) as never);
  }

  return {
    ...scopes({ serviceName: service.name, instanceName: undefined, roleName: undefined }),
    cluster: undefined,
    ...places(inside(service.site, "perMachine")),
    resultKeys: surroundings.resultKeys,
    extraModules: [],
    caller,
    label: () => `service ${service.name}, perMachine`,
    settings: () => undefined,
    run,
  };
}
