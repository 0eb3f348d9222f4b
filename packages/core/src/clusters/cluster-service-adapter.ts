/** From a cluster service to the ordinary service that it is. */
import { evalModules, fail, isPlainObject, kindOf, type OptionTree, type Site } from "@troupe/modules";
import { definitionIsFunction } from "../diagnostics.ts";
import { inside } from "../evaluate/calls.ts";
import { siteOfFact } from "../annotations/annotations.ts";
import { guard } from "../guard.ts";
import { lazyProperty } from "../lazy-property.ts";
import type { UsableService } from "../model/instance.ts";
import { usableService } from "../inventory/services.ts";
import type { WrittenRole } from "../model/written-inventory.ts";
import { memoize } from "../memoize.ts";
import type { ModuleResult } from "../model/module.ts";
import type { ServiceResult } from "../model/result.ts";
import type { AnyServiceDefinition, Service } from "../model/service.ts";
import type { Annotations, Facts } from "../model/annotations.ts";
import type { AnyClusterService, AnyClusterServiceDefinition } from "../model/cluster-service.ts";

/** The role of those who receive the module. */
export const selectorsRole = "selectors";

/**
 * The keys of one class of machines: that of its definition in a cluster service, and that of its module in a result.
 */
export interface DefinitionKeys {
  readonly definition: string;
  readonly result: string;
}

/** The function under a key of a cluster service, if there is one. */
const definerOf = (written: AnyClusterServiceDefinition, key: string): ((context: object) => unknown) | undefined =>
  (written as object as { readonly [key: string]: ((context: object) => unknown) | undefined })[key];

/** Says why a value is not a cluster service; undefined if it is one. */
export function clusterServiceProblem(value: unknown, ofClasses: readonly DefinitionKeys[]): string | undefined {
  if (!isPlainObject(value) || !("~clusterService" in value))
    return `it is ${kindOf(value)}, not what defineClusterService returns`;
  const written = (value as unknown as AnyClusterService)["~clusterService"];
  const { selectors, roles = {}, definition } = written;
  if (!Array.isArray(selectors)) return "its `selectors` must be a list of filters";
  if (typeof definition !== "function") return "its `definition` must be a function";
  if (Object.hasOwn(roles, selectorsRole))
    return `its role "${selectorsRole}" has the name that the selected machines have`;
  const other = ofClasses
    .map(({ definition: key }) => [key, definerOf(written, key)] as const)
    .find(([, value]) => value !== undefined && typeof value !== "function");
  if (other !== undefined) return `its \`${other[0]}\` must be a function`;
  const wrong = Object.keys(roles).find((role) => !Array.isArray(roles[role]));
  return wrong === undefined ? undefined : `its role ${JSON.stringify(wrong)} must be a list of filters`;
}

/** Services are the same as long as their definitions are, also in the next evaluation. */
const known = new WeakMap<AnyClusterServiceDefinition, Map<string, AnyServiceDefinition>>();

/** The service, for an instance of this name. */
export function toService(
  { "~clusterService": written, site }: AnyClusterService,
  name: string,
  ofClasses: readonly DefinitionKeys[],
): UsableService {
  const ofName = known.get(written) ?? new Map<string, AnyServiceDefinition>();
  known.set(written, ofName);
  const definition = memoize(ofName, JSON.stringify([name, ofClasses]), () =>
    serviceDefinition(written, name, { ...site, label: `cluster service ${name}` }, ofClasses),
  );
  const service: Pick<Service, "manifest" | "definition" | "site"> = {
    manifest: definition.manifest,
    definition,
    site,
  };
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

/** The part of the context of perInstance that cluster services use. */
interface Context {
  readonly roles: { readonly [role: string]: { readonly machines: object } };
  readonly machine: { readonly name: string };
  readonly annotations: (machine: string) => Annotations;
}

function serviceDefinition(
  written: AnyClusterServiceDefinition,
  name: string,
  site: Site,
  ofClasses: readonly DefinitionKeys[],
): AnyServiceDefinition {
  const { description, roles = {}, facts } = written;
  const factsOf = facts && typedFacts(facts);
  const contextOf = ({ roles: members, machine, annotations }: Context): object => {
    const element = (id: string) => (factsOf === undefined ? annotations(id) : withFacts(annotations(id), factsOf));
    const elements = (role: string) => Object.keys(members[role]!.machines).map(element);
    const ofRoles = {};
    for (const role of Object.keys(roles)) lazyProperty(ofRoles, role, () => elements(role));
    const context = { roles: ofRoles, this: element(machine.name) };
    lazyProperty(context, selectorsRole, () => elements(selectorsRole));
    return context;
  };
  const define = (key: string, context: Context): unknown =>
    guard(
      () => `The ${key} of cluster service ${JSON.stringify(name)} (machine ${context.machine.name})`,
      inside(site, key),
      () => definerOf(written, key)!(contextOf(context)),
    );
  const perInstance = (context: Context): ServiceResult => {
    const ofClass = ({ definition: key, result }: DefinitionKeys) => {
      const module = (args: unknown): unknown => {
        const made = define(key, context);
        return typeof made === "function" ? (made(args) as unknown) : made;
      };
      return definerOf(written, key) === undefined ? [] : [[result, module]];
    };
    return {
      module() {
        const made = define("definition", context);
        if (typeof made === "function") {
          const keys = ofClasses.map(({ definition }) => definition);
          fail(definitionIsFunction, { service: name, machine: context.machine.name, keys }, { marks: [{ site }] });
        }
        return made as ModuleResult;
      },
      ...Object.fromEntries(ofClasses.flatMap(ofClass)),
    };
  };
  const observed = Object.keys(roles).map((role) => [role, { observed: true }] as const);
  return {
    manifest: { name, ...(description !== undefined && { description }) },
    roles: { ...Object.fromEntries(observed), [selectorsRole]: { perInstance } },
  };
}

/** Annotations with facts of declared types. */
function withFacts(annotations: Annotations, factsOf: (annotations: Annotations) => object): object {
  const { facts: _, ...rest } = Object.getOwnPropertyDescriptors(annotations);
  const own = Object.defineProperties({}, rest);
  lazyProperty(own, "facts", () => factsOf(annotations));
  return own;
}

/** The facts of machines, with declared types; those of one machine are the same for all who read them. */
function typedFacts(declared: OptionTree): (annotations: Annotations) => object {
  const known = new WeakMap<Facts, object>();
  return ({ name, facts }) => {
    const found = known.get(facts);
    if (found !== undefined) return found;
    const moduleOf = (config: object, fact?: string) => ({
      config,
      site: { label: `facts of machine ${name}`, ...siteOfFact(facts, fact) },
    });
    const given = Object.keys(declared).filter((fact) => Object.hasOwn(facts, fact));
    const { config } = evalModules({
      modules: [{ options: declared }, moduleOf({}), ...given.map((fact) => moduleOf({ [fact]: facts[fact] }, fact))],
      prefix: ["machines", name, "facts"],
    });
    known.set(facts, config);
    return config;
  };
}
