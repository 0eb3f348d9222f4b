/** One service at work: its instances, and a call of perMachine for each machine that has a role in any of them. */
import { fail } from "@troupe/modules";
import { perMachineSettings } from "../diagnostics.ts";
import { annotationsReader } from "../annotations/read.ts";
import { createExportsReader } from "../exports/reader.ts";
import type { ServiceEntry } from "../inventory/model.ts";
import { byName } from "../names.ts";
import { groupBy, remember } from "../remember.ts";
import type { MachineView } from "../service/context.ts";
import { mkExportsOf, type Surroundings } from "./call-context.ts";
import { Call, type Callee, inside, places } from "./calls.ts";
import { type InstanceRun, rolesOfMachines } from "./instance-run.ts";

/** See {@link runService}. */
export interface ServiceRun {
  readonly service: ServiceEntry;
  readonly instances: readonly InstanceRun[];
  /** The calls of perMachine, in byte order of machines. */
  readonly machineCalls: () => readonly Call[];
  /** Every call, those of perMachine first, then by role, instance and machine; the order in which Clan imports their modules. */
  readonly calls: () => readonly Call[];
  /** The calls for a machine. Unless they are to be kept, those that nobody has asked for are made for the caller alone. */
  readonly callsOn: (machine: string, keep: boolean) => readonly Call[];
  /** The calls of perMachine, if they have been made. */
  readonly keptMachineCalls: () => Iterable<Call>;
  /** The call of perMachine for a machine, if it is one that knows exactly these instances. */
  readonly machineCall: (machine: string, instances: readonly InstanceRun[]) => Call | undefined;
}

/**
 * The calls of one service, `instances` being those of the entry. Nothing runs before it is asked for. `previous` is the same service with
 * other instances: where the difference does not concern a machine, its perMachine is not called again.
 */
export function runService(
  service: ServiceEntry,
  instances: readonly InstanceRun[],
  surroundings: Surroundings,
  previous?: Pick<ServiceRun, "machineCall">,
): ServiceRun {
  let ofMachines: ReadonlyMap<string, MachineCall> | undefined;
  const machineCallsByName = () => (ofMachines ??= new Map(makeMachineCalls()));
  const machineCalls = () => [...machineCallsByName().values()].map(({ call }) => call);
  const instanceCalls = () => service.active.flatMap((role) => instances.flatMap((run) => run.calls(role)));
  let made: readonly Call[] | undefined;
  const calls = () => (made ??= [...machineCalls(), ...instanceCalls()]);
  let byMachine: ReadonlyMap<string, readonly Membership[]> | undefined;
  const membershipsOf = (machine: string) => (byMachine ??= groupBy(memberships(), (each) => each.machine)).get(machine) ?? [];
  const callsOn = (machine: string, keep: boolean) => {
    const ofMachine = machineCallsByName().get(machine);
    const ofInstances = membershipsOf(machine).map(({ run, role }) => run.call(role, machine, keep));
    return ofMachine === undefined ? ofInstances : [ofMachine.call, ...ofInstances];
  };
  const machineCall = (machine: string, known: readonly InstanceRun[]) => {
    const found = machineCallsByName().get(machine);
    return found !== undefined && sameElements(found.instances, known) ? found.call : undefined;
  };

  const keptMachineCalls = () => [...(ofMachines?.values() ?? [])].map(({ call }) => call);

  function* memberships(): Iterable<Membership> {
    for (const role of service.active)
      for (const run of instances) for (const machine of run.instance.roles.get(role)!.members) yield { role, run, machine };
  }

  function* makeMachineCalls(): Iterable<[string, MachineCall]> {
    const perMachine = service.definition.perMachine;
    if (perMachine === undefined) return;
    const instancesOf = new Map<string, InstanceRun[]>();
    for (const run of instances)
      for (const machine of run.rolesOf.keys()) remember(instancesOf, machine, (): InstanceRun[] => []).push(run);
    const rolesOf = rolesOfMachines(service.active, service.instances);
    const callee = machineCallee(perMachine, instancesOf, rolesOf);
    for (const machineName of [...rolesOf.keys()].toSorted(byName)) {
      const own = instancesOf.get(machineName)!;
      yield [machineName, { instances: own, call: previous?.machineCall(machineName, own) ?? new Call(callee, machineName) }];
    }
  }

  function machineCallee(
    perMachine: (context: never) => unknown,
    instancesOf: ReadonlyMap<string, readonly InstanceRun[]>,
    rolesOf: ReadonlyMap<string, readonly string[]>,
  ): Callee {
    const caller = (machine: string) => `perMachine of service ${JSON.stringify(service.name)} (machine ${machine})`;

    // Not enumerable: whoever copies the context does not read it.
    const noSettings: PropertyDescriptor & ThisType<{ readonly machine: MachineView }> = {
      get() {
        return fail(perMachineSettings, { caller: caller(this.machine.name) });
      },
    };

    function run(self: Call): unknown {
      const { machineName } = self;
      const views = {};
      for (const { instance, property } of instancesOf.get(machineName)!) Object.defineProperty(views, instance.name, property);
      const context = {
        machine: surroundings.views.machine(machineName, rolesOf.get(machineName)!),
        instances: views,
        exports: createExportsReader(surroundings.store, self),
        meta: surroundings.meta,
        annotations: annotationsReader(surroundings, self),
        mkExports: mkExportsOf(self),
      };
      return perMachine(Object.defineProperty(context, "settings", noSettings) as never);
    }

    return {
      serviceName: service.name,
      instanceName: undefined,
      roleName: undefined,
      cluster: undefined,
      ...places(inside(service.site, "perMachine")),
      extraModules: [],
      caller,
      label: () => `service ${service.name}, perMachine`,
      settings: () => undefined,
      run,
    };
  }

  return { service, instances, machineCalls, calls, callsOn, keptMachineCalls, machineCall };
}

/** A machine in a role of an instance. */
interface Membership {
  readonly role: string;
  readonly run: InstanceRun;
  readonly machine: string;
}

/** A call of perMachine with the instances that it is told about. */
interface MachineCall {
  readonly instances: readonly InstanceRun[];
  readonly call: Call;
}

/** True for the same things in the same order. */
export const sameElements = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((each, index) => each === b[index]);
