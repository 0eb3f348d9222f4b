/** From a cluster service to the ordinary service that it is. */
import { evalModules, isPlainObject, kindOf } from "@troupe/modules";
import { lazily } from "../lazily.ts";
import type { UsableService } from "../inventory/services.ts";
import { usableService } from "../inventory/services.ts";
import type { WrittenRole } from "../inventory/written.ts";
import { remember } from "../remember.ts";
import type { ServiceResult } from "../service/context.ts";
import type { AnyServiceDefinition, Service } from "../service/types.ts";
import type { Annotations } from "../annotations/types.ts";
import type { AnyClusterService, AnyClusterServiceDefinition } from "./cluster-service.ts";

/** The role of those who receive the module. */
export const selectorsRole = "selectors";

/** What is wrong with something that ought to be a cluster service; undefined if nothing is. */
export function clusterServiceProblem(value: unknown): string | undefined {
  if (!isPlainObject(value) || !("~clusterService" in value)) return `it is ${kindOf(value)}, not what defineClusterService returns`;
  const { selectors, roles = {}, definition } = (value as unknown as AnyClusterService)["~clusterService"];
  if (!Array.isArray(selectors)) return "its `selectors` must be a list of filters";
  if (typeof definition !== "function") return "its `definition` must be a function";
  if (Object.hasOwn(roles, selectorsRole)) return `its role "${selectorsRole}" has the name that the selected machines have`;
  const wrong = Object.keys(roles).find((role) => !Array.isArray(roles[role]));
  return wrong === undefined ? undefined : `its role ${JSON.stringify(wrong)} must be a list of filters`;
}

/** Services are the same as long as their definitions are, also in the next evaluation. */
const known = new WeakMap<AnyClusterServiceDefinition, Map<string, AnyServiceDefinition>>();

/** The service, for an instance of this name. */
export function toService({ "~clusterService": written, site }: AnyClusterService, name: string): UsableService {
  const ofName = known.get(written) ?? new Map<string, AnyServiceDefinition>();
  known.set(written, ofName);
  const definition = remember(ofName, name, () => serviceDefinition(written, name));
  const service: Pick<Service, "manifest" | "definition" | "site"> = { manifest: definition.manifest, definition, site };
  return usableService(`clusters/${name}`, service)!;
}

/** Its roles, as if they had been written for an instance. */
export function toRoles({ "~clusterService": written }: AnyClusterService): { readonly [role: string]: WrittenRole } {
  const { selectors, roles = {}, extraConfig } = written;
  const role = (filters: readonly unknown[], extraModules: WrittenRole["extraModules"]): WrittenRole => ({
    settings: [],
    defaults: [],
    machines: {},
    tags: {},
    select: filters.map((filter) => ({ filter, settings: [], defaults: [] })),
    extraModules,
  });
  const observed = Object.entries(roles).map(([name, filters]) => [name, role(filters, [])] as const);
  const extra = extraConfig === undefined ? [] : [[{ value: extraConfig, site: {} }]];
  return { ...Object.fromEntries(observed), [selectorsRole]: role(selectors, extra) };
}

/** What perInstance is given, as far as it is used here. */
interface Context {
  readonly roles: { readonly [role: string]: { readonly machines: object } };
  readonly machine: { readonly name: string };
  readonly annotations: (machine: string) => Annotations;
}

function serviceDefinition(written: AnyClusterServiceDefinition, name: string): AnyServiceDefinition {
  const { description, roles = {}, facts, definition, nixosDefinition } = written;
  const contextOf = ({ roles: members, machine, annotations }: Context): object => {
    const element = (id: string) => withFacts(annotations(id), facts);
    const elements = (role: string) => Object.keys(members[role]!.machines).map(element);
    const ofRoles = {};
    for (const role of Object.keys(roles)) lazily(ofRoles, role, () => elements(role));
    const context = { roles: ofRoles, this: element(machine.name) };
    lazily(context, selectorsRole, () => elements(selectorsRole));
    return context;
  };
  const perInstance = (context: Context): ServiceResult => ({
    module: () => definition(contextOf(context)),
    ...(nixosDefinition !== undefined && {
      nixosModule(args: unknown) {
        const module = nixosDefinition(contextOf(context));
        return typeof module === "function" ? (module(args) as unknown) : module;
      },
    }),
  });
  const observed = Object.keys(roles).map((role) => [role, { observed: true }] as const);
  return {
    manifest: { name, ...(description !== undefined && { description }) },
    roles: { ...Object.fromEntries(observed), [selectorsRole]: { perInstance } },
  };
}

/** Annotations with facts of declared types. */
function withFacts(annotations: Annotations, declared: AnyClusterServiceDefinition["facts"]): object {
  if (declared === undefined) return annotations;
  const { facts: _, ...rest } = Object.getOwnPropertyDescriptors(annotations);
  const own = Object.defineProperties({}, rest);
  lazily(own, "facts", () => {
    const given = Object.fromEntries(
      Object.keys(declared).flatMap((fact) => (Object.hasOwn(annotations.facts, fact) ? [[fact, annotations.facts[fact]]] : [])),
    );
    const site = { label: `facts of machine ${annotations.name}` };
    return evalModules({ modules: [{ options: declared }, { config: given, site }], prefix: ["machines", annotations.name, "facts"] })
      .config;
  });
  return own;
}
