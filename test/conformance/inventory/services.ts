/** The services of a case as services of ours. */
import {
  type AnyRoleDefinition,
  type AnyServiceDefinition,
  defineExports,
  type Evaluated,
  type ExportsContract,
  type ExportsRecord,
  type Service,
} from "@troupe/core";
import { evalModules, lazy, type ModuleLike, option, t } from "@troupe/modules";
import { whnf } from "@troupe/modules/internal";
import { deferredModuleWith } from "../modules/deferred-module.ts";
import type { Scope } from "../modules/expression.ts";
import { moduleOfValue, type ModuleReference, referenced } from "../modules/module.ts";
import { deferred, sortedKeys } from "../modules/values.ts";
import type { CaseRole, CaseService, InventoryInput } from "./case.ts";
import { failInterface } from "./failures.ts";

/** What a callback was given, and where it was called. */
export interface Recorded {
  readonly service: string;
  readonly role?: string;
  readonly instance?: string;
  readonly machine: string;
  readonly context: Context;
}

/** The part of both contexts that cases look at. */
export interface Context {
  readonly instanceName?: string;
  readonly machine: { readonly name: string; readonly roles: readonly string[] };
  readonly settings: unknown;
  readonly roles: Readonly<Record<string, RoleView>>;
  readonly instances: Readonly<Record<string, { readonly roles: Readonly<Record<string, RoleView>> }>>;
  readonly exports: object;
  readonly meta: object;
  mkExports(value: unknown): ExportsRecord;
  extendSettings?(modules: readonly ModuleLike[]): unknown;
}

/** A role as callbacks see it. */
export interface RoleView {
  readonly machines: Readonly<Record<string, { readonly settings: unknown }>>;
  readonly settings: unknown;
}

/** What translating a service needs to know of its case. */
export interface Translation {
  readonly input: InventoryInput;
  readonly scope: Scope;
  readonly record: (call: Recorded) => void;
  /** Called with whatever a callback throws. */
  readonly failed: (error: unknown) => void;
  /** Not to be asked for before the case has been translated. */
  readonly evaluated: () => Evaluated;
}

/** The service `id` ("self/A"), whose name is `key` unless its manifest has another. */
export function serviceOf(id: string, key: string, service: CaseService, translation: Translation): Service {
  const { name = key, exports, ...manifest } = service.manifest ?? {};
  const out = exports?.out ?? [];
  const run = (callback: ModuleReference | undefined, context: Context, role?: string): object => {
    const at = { service: id, machine: context.machine.name, context };
    return result(
      callback,
      role === undefined ? at : { ...at, role, instance: context.instanceName! },
      out,
      translation,
    );
  };
  const roleOf = (role: string, { interface: declared, perInstance, description }: CaseRole): AnyRoleDefinition => ({
    ...(description !== undefined && { description }),
    ...(declared !== undefined && { interface: [referenced(declared, translation.scope)] }),
    perInstance: (context: Context) => run(perInstance, context, role),
  });
  const definition: AnyServiceDefinition = {
    manifest: { ...manifest, name } as never,
    // Without any interface nothing may be exported, while a service of ours that declares nothing may export anything.
    ...(out.length === 0 ? { exports: {} } : { provides: out.map((each) => contract(each, translation)) }),
    roles: Object.fromEntries(
      Object.entries(service.roles ?? {}).map(([role, written]) => [role, roleOf(role, written)]),
    ),
    perMachine: (context: Context) => run(service.perMachine, context),
  };
  return { manifest: definition.manifest, definition, site: {} } as never;
}

function contract(name: string, { input, scope }: Translation): ExportsContract {
  const found = input.exportInterfaces?.[name];
  return defineExports(name, found === undefined ? {} : [referenced(found, scope)]);
}

const anyModule = option(deferredModuleWith([]), { default: {} });
const resultOptions = { nixosModule: anyModule, darwinModule: anyModule, exports: option(t.lazyAttrsOf(t.deferred)) };

interface ResultValues {
  readonly nixosModule: unknown;
  readonly darwinModule: unknown;
  readonly exports: Readonly<Record<string, readonly { readonly value: unknown }[]>>;
}

interface Made {
  readonly exports: readonly ExportsRecord[];
  readonly nixosModule?: () => ModuleLike;
}

/** Evaluates a callback of the case, which is a module, and returns what it results in. */
function result(
  callback: ModuleReference | undefined,
  recorded: Recorded,
  out: readonly string[],
  translation: Translation,
): object {
  try {
    translation.record(recorded);
    const made = evaluated(callback, recorded.context, translation);
    const missing = out.find((name) => translation.input.exportInterfaces?.[name] === undefined);
    // Clan looks for the interfaces when there is something to export.
    return made.exports.length > 0 && missing !== undefined ? failInterface(missing) : made;
  } catch (error) {
    translation.failed(error);
    throw error;
  }
}

function evaluated(callback: ModuleReference | undefined, context: Context, { scope }: Translation): Made {
  if (callback === undefined) return { exports: [] };
  const { config } = evalModules<ResultValues>({
    modules: [{ options: resultOptions }, referenced(callback, scope)],
    specialArgs: argumentsOf(context),
  });
  return {
    exports: sortedKeys(config.exports).flatMap((key) =>
      config.exports[key]!.map(({ value }) => ({ ...context.mkExports(() => exported(value)), key })),
    ),
    nixosModule: () => moduleOfValue(config.nixosModule),
  };
}

/** Arguments of a callback; what is not needed is not read. */
function argumentsOf(context: Context): Readonly<Record<string, unknown>> {
  const { machine, instanceName, meta } = context;
  const later = (name: keyof Context): unknown => deferred(() => context[name]);
  return {
    machine: { name: machine.name, roles: machine.roles },
    instanceName,
    meta,
    settings: later("settings"),
    roles: later("roles"),
    instances: later("instances"),
    exports: later("exports"),
    mkExports: (value: unknown) => ({ [context.mkExports({}).key]: value }),
    extendSettings: (module: unknown) => context.extendSettings!([moduleOfValue(whnf(module))]),
  };
}

/** An export, a module in Nix's syntax there, values here. */
export function exported(value: unknown): unknown {
  const module = moduleOfValue(whnf(value));
  return typeof module === "function" ? module : module.config;
}

/** What the further modules of a service define. */
export interface ServiceLevel {
  readonly exports: Readonly<Record<string, readonly { readonly value: unknown }[]>>;
  readonly instances: Readonly<Record<string, readonly { readonly value: unknown }[]>>;
}

/**
 * Definitions at the level of the service. `exports` are those of all services, not to be asked for before they exist.
 */
export function serviceLevel(
  modules: readonly ModuleReference[],
  exports: () => object,
  meta: object,
  scope: Scope,
): ServiceLevel {
  const options = { exports: option(t.lazyAttrsOf(t.deferred)), instances: option(t.lazyAttrsOf(t.deferred)) };
  return evalModules<ServiceLevel & Record<string, unknown>>({
    modules: [
      { options, freeformType: t.lazyAttrsOf(t.deferred) },
      ...modules.map((module) => referenced(module, scope)),
    ],
    specialArgs: { exports: lazy(exports), meta },
  }).config;
}
