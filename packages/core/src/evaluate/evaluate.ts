/** From a resolved inventory to every machine's configuration: settings, results, exports and modules, each computed when somebody needs it. */
import { type Diagnostic, diagnose, type Evaluation, evalModules, type ModuleLike, rememberedSite, type Site } from "@troupe/modules";
import { classNotServed } from "../diagnostics.ts";
import { isExportsContract } from "../exports/contract.ts";
import { createExportsReader } from "../exports/reader.ts";
import { buildScopeKey, type Scope } from "../exports/scope.ts";
import { createExportStore, exportOptions, type ExportReader, type ExportStore } from "../exports/store.ts";
import { guard } from "../guard.ts";
import { inventorySources } from "../inventory/sources.ts";
import type { Instance, InventoryModel, Machine, ServiceEntry } from "../inventory/model.ts";
import { type InventorySource, resolveInventory } from "../inventory/resolve.ts";
import type { Inventory } from "../inventory/types.ts";
import type { ExportsRecord, Json, ServiceResult } from "../service/types.ts";
import { type Call, createCall, exportRecords, problemsOf } from "./calls.ts";
import { type RoleSettings, roleSettings } from "./settings.ts";
import { lazily, machineView, type RolesOf, rolesView } from "./views.ts";

/** A class of machines, as a platform describes it. */
export interface MachineClass {
  readonly name: string;
  /** The key of results that hold modules for this class only. */
  readonly result: "linuxModule" | "nixosModule" | "darwinModule";
  /** The options that machines of this class have. */
  readonly modules: readonly ModuleLike[];
  /** True if what results hold under `result` is for the platform to understand, and not part of the configuration here. */
  readonly opaqueResult?: boolean;
}

/** What an evaluation needs besides the inventory. */
export interface EvaluateOptions {
  readonly classes: readonly MachineClass[];
  /** The class of machines that do not say; the first of `classes` if absent. */
  readonly defaultClass?: string;
}

/** Somebody who contributed to a machine's configuration: a call of a service, or the machine's own module. */
export interface Contributor {
  /** An export scope, or "machine alice": the `origin` of its definitions. */
  readonly origin: string;
  /** "instance sessions, role replica". */
  readonly label: string;
  /** The settings it ran with, if it has any. */
  readonly settings?: Json;
  /** Every export it read, with the value it saw. */
  readonly reads: { readonly [key: string]: Json };
}

/** One machine, evaluated. */
export interface MachineEvaluation {
  readonly machine: Machine;
  /** The machine's configuration under its platform's options. */
  readonly evaluation: Evaluation;
  /** Who contributed to it; complete once the configuration has been read. */
  readonly contributors: () => readonly Contributor[];
}

/** A whole evaluation. Nothing in it is computed before it is asked for. */
export interface Evaluated {
  readonly inventory: InventoryModel;
  readonly exports: Pick<ExportStore, "keys" | "value" | "evaluation">;
  /** The configuration of one machine; the same object each time. */
  machine(name: string): MachineEvaluation;
  /** The settings of one member; undefined if there is no such member. */
  settings(instance: string, role: string, machine: string): Evaluation | undefined;
  /**
   * All problems of everything above the platforms' own checks: names, settings, results, exports, and the configurations of `machines` (default: all).
   */
  diagnostics(machines?: Iterable<string>): readonly Diagnostic[];
}

/**
 * Evaluates an inventory. Pure: the same input gives the same result.
 *
 * @example
 * const evaluated = evaluateInventory(defineInventory({ machines: { alice: {} } }), { classes: [{ name: "linux", result: "linuxModule", modules: [] }] });
 * [...evaluated.inventory.tags.get("all")!]; // => ["alice"]
 */
export function evaluateInventory(inventory: Inventory | readonly InventorySource[], { classes, defaultClass = classes[0]!.name }: EvaluateOptions): Evaluated {
  const sources = Array.isArray(inventory) ? (inventory as readonly InventorySource[]) : inventorySources(inventory as Inventory);
  const model = resolveInventory(sources, { classes: classes.map(({ name }) => name), defaultClass });
  const { machines, meta } = model;
  const classByName = new Map(classes.map((each) => [each.name, each]));
  const runs = model.services.map(serviceRun);
  const runByInstance = new Map(runs.flatMap((run) => run.service.instances.map((instance) => [instance.name, run])));

  const store = createExportStore(
    runs.map(({ service, calls }) => ({
      name: service.name,
      roles: service.roles,
      instances: service.instances.map(({ name }) => name),
      options: exportOptions(service.definition.exports, service.definition.provides ?? []),
      contract: isExportsContract(service.definition.exports) ? service.definition.exports : undefined,
      provides: service.definition.provides ?? [],
      // A call that failed has been reported as such; the others' exports still mean something.
      records: () => calls().flatMap((call) => (problemsOf(call.result).length > 0 ? [] : exportRecords(call.result()))),
    })),
    [...machines.keys()],
    model.exports,
  );

  /** One service with the settings of all its roles and the calls of all its members. */
  function serviceRun(service: ServiceEntry) {
    const settingsOf = new Map<string, RoleSettings>();
    const viewOf = new Map<string, RolesOf>();
    const settings = (instance: Instance, role: string): RoleSettings =>
      remember(settingsOf, `${instance.name}:${role}`, () =>
        roleSettings(instance, instance.roles.get(role)!, service.definition.roles[role]!.interface ?? {}, (machine) => machines.get(machine)!.tags),
      );
    const roles = (instance: Instance): RolesOf =>
      remember(viewOf, instance.name, () => rolesView(service, instance, machines, (role) => settings(instance, role)));

    let made: readonly Call[] | undefined;
    const calls = () => (made ??= [...instanceCalls(), ...machineCalls()]);
    let byMachine: ReadonlyMap<string, readonly Call[]> | undefined;
    const callsOn = (machine: string) => (byMachine ??= Map.groupBy(calls(), (call) => call.machineName)).get(machine) ?? [];

    function* instanceCalls(): Iterable<Call> {
      for (const instance of service.instances) {
        const rolesByMachine = rolesOfMachines([instance]);
        for (const roleName of service.roles) {
          const perInstance = service.definition.roles[roleName]!.perInstance;
          for (const machineName of instance.roles.get(roleName)!.members) {
            const scope = { serviceName: service.name, instanceName: instance.name, roleName, machineName };
            const caller = `perInstance of role ${JSON.stringify(roleName)} of service ${JSON.stringify(service.name)} (instance ${instance.name}, machine ${machineName})`;
            const ownSettings = () => settings(instance, roleName).of(machineName).config;
            yield createCall({
              scope,
              origin: buildScopeKey(scope),
              caller,
              label: `instance ${instance.name}, role ${roleName}`,
              site: service.site,
              settings: ownSettings,
              run:
                perInstance &&
                ((call) => {
                  const context = callContext(call, scope, rolesByMachine.get(machineName)!);
                  Object.assign(context, { instanceName: instance.name, roleName, roles: roles(instance) });
                  lazily(context, "settings", ownSettings);
                  return perInstance(context);
                }),
            });
          }
        }
      }
    }

    function* machineCalls(): Iterable<Call> {
      const perMachine = service.definition.perMachine;
      if (perMachine === undefined) return;
      for (const [machineName, ownRoles] of rolesOfMachines(service.instances)) {
        const scope = { serviceName: service.name, machineName };
        yield createCall({
          scope,
          origin: buildScopeKey(scope),
          caller: `perMachine of service ${JSON.stringify(service.name)} (machine ${machineName})`,
          label: `service ${service.name}, perMachine`,
          site: service.site,
          settings: () => undefined,
          run: (call) => {
            const context = callContext(call, scope, ownRoles);
            const instances = {};
            for (const instance of service.instances) {
              if ([...instance.roles.values()].some(({ members }) => members.includes(machineName))) lazily(instances, instance.name, () => ({ roles: roles(instance) }));
            }
            return perMachine(Object.assign(context, { instances }));
          },
        });
      }
    }
    return { service, settings, calls, callsOn };
  }

  /** What both callbacks receive. */
  function callContext(call: ExportReader, scope: Scope & { machineName: string }, roles: readonly string[]) {
    const context = {
      machine: machineView(machines.get(scope.machineName)!, roles, call.caller),
      meta,
      mkExports(value: unknown, { scope: level }: { scope?: string } = {}): ExportsRecord {
        const site: Site = { ...call.site, label: `${call.caller}, exports`, origin: buildScopeKey(scope) };
        return { "~exports": true, key: buildScopeKey(level === undefined ? scope : widened(scope, level)), value: deferredExport(value, call, site), site };
      },
    };
    lazily(context, "exports", () => createExportsReader(store, call));
    return context;
  }

  const evaluations = new Map<string, MachineEvaluation>();

  function evaluateMachine(machine: Machine): MachineEvaluation {
    const machineClass = classByName.get(machine.class)!;
    const calls = runs.flatMap((run) => run.callsOn(machine.name));
    const modules: ModuleLike[] = [...machineClass.modules];
    for (const { value, site } of machine.module) modules.push(...resultModules(value, `The module of machine ${JSON.stringify(machine.name)}`, site));
    for (const call of calls) modules.push(...callModules(call, machineClass));
    const evaluation = evalModules({ modules, class: machineClass.name });
    return {
      machine,
      evaluation,
      contributors: () => [
        ...(machine.module.length > 0 ? [{ origin: `machine ${machine.name}`, label: `machine ${machine.name}`, reads: {} }] : []),
        ...calls.map((call) => contributor(call, store)),
      ],
    };
  }

  return {
    inventory: model,
    exports: store,
    machine(name) {
      return remember(evaluations, name, () => evaluateMachine(machines.get(name)!));
    },
    settings(instance, role, machine) {
      const run = runByInstance.get(instance);
      const found = run?.service.instances.find((each) => each.name === instance);
      return found?.roles.get(role)?.members.includes(machine) ? run!.settings(found, role).of(machine) : undefined;
    },
    diagnostics(names = machines.keys()) {
      const problems = [...model.diagnostics];
      for (const { service, settings, calls } of runs) {
        for (const instance of service.instances) for (const role of service.roles) problems.push(...settings(instance, role).diagnostics());
        for (const call of calls()) problems.push(...problemsOf(call.result));
        problems.push(...unservedMembers(service, calls(), machines, classes));
      }
      problems.push(...store.diagnostics());
      for (const name of names) problems.push(...this.machine(name).evaluation.diagnostics());
      return distinct(problems);
    },
  };
}

/** Each problem once. One that was met again without its places, as by a call that could not go on, is the same problem. */
function distinct(problems: readonly Diagnostic[]): readonly Diagnostic[] {
  const placed = new Set(problems.filter(({ marks }) => marks.length > 0).map(({ code, message }) => `${code} ${message}`));
  const kept = problems.filter(({ code, message, marks }) => marks.length > 0 || !placed.has(`${code} ${message}`));
  return [...new Map(kept.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function remember<K, V>(known: Map<K, V>, key: K, compute: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const value = compute();
  known.set(key, value);
  return value;
}

/** The roles that each member of these instances has in any of them, in byte order of machines and roles. */
function rolesOfMachines(instances: readonly Instance[]): ReadonlyMap<string, readonly string[]> {
  const roles = new Map<string, Set<string>>();
  for (const instance of instances) {
    for (const { name, members } of instance.roles.values()) for (const machine of members) remember(roles, machine, () => new Set<string>()).add(name);
  }
  return new Map([...roles].sort(([a], [b]) => (a < b ? -1 : 1)).map(([machine, names]) => [machine, [...names].sort()]));
}

function widened({ serviceName, instanceName, roleName }: Scope, level: string): Scope {
  if (level === "service") return { serviceName };
  if (level === "instance") return { serviceName, instanceName };
  return { serviceName, instanceName, roleName };
}

/** A function given to mkExports is called when somebody reads the export, and what it throws is its own call's fault. */
function deferredExport(value: unknown, call: ExportReader, site: Site): unknown {
  return typeof value === "function" ? { _type: "lazy", content: () => guard(`mkExports in ${call.caller}`, site, () => value() as unknown) } : value;
}

/** The modules of a call for a machine of this class: the portable ones, and those for the class. */
function callModules(call: Call, { result: classKey, opaqueResult = false }: MachineClass): ModuleLike[] {
  let result: ServiceResult;
  try {
    result = call.result();
  } catch (error) {
    // Reading anything of this machine tells what went wrong.
    return [
      () => {
        throw error;
      },
    ];
  }
  const site: Site = { ...call.site, label: call.label, origin: call.origin };
  return [
    ...resultModules(result.module, `module in ${call.caller}`, site),
    ...resultModules(opaqueResult ? undefined : result[classKey], `${classKey} in ${call.caller}`, site),
  ];
}

/** The modules that a `module` (an object, several, or a function that makes them) stands for. The function runs when the machine is evaluated. */
function resultModules(value: unknown, what: string, site: Site): ModuleLike[] {
  if (value === undefined) return [];
  return [
    ({ config }) => {
      const made = typeof value === "function" ? guard(what, site, () => value({ config }) as unknown) : value;
      const list = Array.isArray(made) ? made : [made];
      return { imports: list.map((each: unknown) => ({ config: each, site: { ...site, ...position(rememberedSite(each)) } })) };
    },
  ];
}

/** Where the fragment itself was written is nearer than where its service was. */
function position(site: Site | undefined): Pick<Site, "file" | "line" | "column"> {
  return site?.file === undefined ? {} : { file: site.file, line: site.line, column: site.column };
}

function contributor(call: Call, store: ExportStore): Contributor {
  const reads = Object.fromEntries([...call.reads].sort().map((key) => [key, plain(() => store.value(key))]));
  const settings = plain(call.settings);
  return { origin: call.origin, label: call.label, ...(settings !== null && { settings }), reads };
}

/** A value as JSON; null if it cannot be had, which has been reported where it was needed. */
function plain(read: () => unknown): Json {
  let result: Json = null;
  problemsOf(() => (result = JSON.parse(JSON.stringify(read()) ?? "null") as Json));
  return result;
}

/** Members whose class gets nothing from a service that does something for other classes. */
function unservedMembers(service: ServiceEntry, calls: readonly Call[], machines: ReadonlyMap<string, Machine>, classes: readonly MachineClass[]): Diagnostic[] {
  const served = new Map<string, boolean>();
  const offered = new Set<string>();
  for (const call of calls) {
    let result: ServiceResult = {};
    if (problemsOf(() => (result = call.result())).length > 0) continue;
    const machineClass = classes.find(({ name }) => name === machines.get(call.machineName)!.class)!;
    for (const { name, result: key } of classes) if (result[key] !== undefined) offered.add(name);
    const gets = result.module !== undefined || result[machineClass.result] !== undefined;
    served.set(call.machineName, (served.get(call.machineName) ?? false) || gets);
  }
  return [...served]
    .filter(([, gets]) => !gets && offered.size > 0)
    .map(([machine]) => {
      const { class: machineClass, site } = machines.get(machine)!;
      return diagnose(classNotServed, { service: service.name, machine, class: machineClass, classes: [...offered] }, { path: `machines.${machine}`, marks: [{ site }] });
    });
}
