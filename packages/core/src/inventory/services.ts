/** Which service an instance means, and whether that service is in order. */
import { type Diagnostic, diagnose, isPlainObject, kindOf, showPath, type Site } from "@troupe/modules";
import { didYouMean } from "@troupe/modules/internal";
import * as problem from "../diagnostics.ts";
import { isExportsContract } from "../exports/contract.ts";
import { freeName, ownValue, serviceName, sortedKeys } from "../names.ts";
import type { NameRule } from "../model/names.ts";
import { memoize } from "../memoize.ts";
import type { AnyServiceDefinition, Service } from "../model/service.ts";
import { definitionParts, manifestParts, roleParts, wrongPartsOf } from "./service-form.ts";
import type { WrittenInventory, WrittenInstance } from "../model/written-inventory.ts";
import type { UsableService } from "../model/instance.ts";

/** The names and the path of an instance. */
export interface InstanceNames {
  /** Its id: its short name, in a cluster `<name>.<cluster>`. */
  readonly name: string;
  readonly shortName: string;
  readonly path: readonly string[];
}

/**
 * Finds the service of an instance; undefined, and reported, if there is none. A service is checked when it is found
 * for the first time: an unused service does no harm.
 */
export function serviceFinder(
  written: WrittenInventory,
): (instance: InstanceNames, written: WrittenInstance) => UsableService | undefined {
  const { read, report, problems } = written;
  const own = written.section("services");
  const inputs = written.section("inputs");
  const known = new Map<string, UsableService | undefined>();

  return ({ name: instance, shortName, path }, { service, module }) => {
    const fromModule = read(() => module.name, null);
    const inputName = read(() => module.input, null) ?? "self";
    const input = inputName === "self" ? own : read(() => ownValue(inputs, inputName), undefined);
    if (!isPlainObject(input)) {
      report(
        problem.unknownInput,
        { input: inputName, instance },
        [...path, "module", "input"],
        didYouMean(
          inputName,
          ["self", ...Object.keys(inputs)].filter((other) => other !== inputName),
        ),
      );
      return undefined;
    }
    // As in Clan, an instance that bears the name of a service is one of it.
    const name = read(() => service, null) ?? fromModule ?? (Object.hasOwn(input, shortName) ? shortName : null);
    if (name === null) {
      report(problem.serviceMissing, { instance, known: sortedKeys(input) }, path);
      return undefined;
    }
    const id = `${inputName}/${name}`;
    if (known.has(id)) return known.get(id);
    if (!Object.hasOwn(input, name)) {
      const where = fromModule === null ? [...path, "service"] : [...path, "module", "name"];
      report(
        problem.unknownService,
        { service: name, instance, input: inputName === "self" ? undefined : inputName },
        where,
        elsewhere(name, inputName) ?? didYouMean(name, Object.keys(input)) ?? noServices,
      );
      return undefined;
    }
    const usable = read(() => usableService(id, input[name]), undefined);
    if (usable === undefined) {
      const at = inputName === "self" ? ["services", name] : ["inputs", inputName, name];
      report(problem.notAService, { key: showPath(at), got: kindOf(read(() => input[name], undefined)) }, at);
      return undefined;
    }
    const unusable = unusableBecause(usable);
    problems.push(...unusable, ...(unusable.length > 0 ? [] : serviceProblems(usable)));
    known.set(id, unusable.length > 0 ? undefined : usable);
    return known.get(id);
  };

  /** Returns the hint for a service that another input has under this name. */
  function elsewhere(name: string, inputName: string): string | undefined {
    const other = ["self", ...Object.keys(inputs)].find((each) => {
      const services: unknown = each === "self" ? own : read(() => ownValue(inputs, each), undefined);
      return each !== inputName && isPlainObject(services) && Object.hasOwn(services, name);
    });
    return (
      other &&
      `Input ${JSON.stringify(other)} has it: "module": { "name": ${JSON.stringify(name)}, "input": ${JSON.stringify(other)} }.`
    );
  }
}

const noServices = "There are none here: list the project's own in `services`, or name an input that has it.";

/** A value as a service; undefined if it is none, or does not let itself be looked at. */
export function usableService(id: string, value: unknown): UsableService | undefined {
  try {
    if (typeof value !== "object" || value === null || !("manifest" in value) || !("definition" in value))
      return undefined;
    const { definition, site } = value as Service;
    if (!isPlainObject(definition)) return undefined;
    const { manifest, roles } = definition as { readonly manifest: unknown; readonly roles: unknown };
    const name =
      isPlainObject(manifest) && typeof manifest["name"] === "string"
        ? manifest["name"]
        : id.slice(id.lastIndexOf("/") + 1);
    const all = isPlainObject(roles) ? sortedKeys(roles) : [];
    const active = all.filter((role) => definition.roles[role]?.observed !== true);
    return { id, name, definition, site, roles: all, active: active.length === all.length ? all : active };
  } catch {
    return undefined;
  }
}

/** The services that nested instances may be of: those that the inventory uses, and others as they are met. */
export interface ServiceCatalog {
  /** The service that a value is; undefined if it is none, "wrong" if nothing can be done with it. */
  readonly find: (value: unknown) => UsableService | "wrong" | undefined;
  /** The problems of services that only nested instances use. */
  readonly problems: () => readonly Diagnostic[];
}

/** Returns a catalog with these services. Equal definitions are one service. */
export function serviceCatalog(written: readonly UsableService[]): ServiceCatalog {
  const known = new Map<AnyServiceDefinition, UsableService | "wrong">(
    written.map((service) => [service.definition, service]),
  );
  const found: Diagnostic[] = [];
  return {
    problems: () => found,
    find(value) {
      const usable = usableService("nested", value);
      return (
        usable &&
        memoize(known, usable.definition, () => {
          const unusable = unusableBecause(usable);
          found.push(...unusable, ...(unusable.length > 0 ? [] : serviceProblems(usable)));
          return unusable.length > 0 ? "wrong" : { ...usable, id: `nested/${usable.name}` };
        })
      );
    },
  };
}

/** The place of a service, or of a part of its definition. */
const marksOf = ({ name, site }: UsableService, ...part: readonly string[]): Diagnostic["marks"] => [
  { site: { ...placeIn(site, part), label: `service ${name}` } },
];

const placeIn = (site: Site, part: readonly string[]): Site => (part.length === 0 ? site : { ...site, pointer: part });

/**
 * Why nothing can be done with a service: a part of another form, or no proper names, without which there are no scopes
 * for its exports.
 */
function unusableBecause(service: UsableService): readonly Diagnostic[] {
  const { id, name, definition } = service;
  const wrongParts = wrongPartsOf(definition).map(({ part, at, expected, got }) => {
    const path = `services.${id}.${part}`;
    return diagnose(
      problem.malformedService,
      { service: name, part, expected, got },
      { path, marks: marksOf(service, ...at) },
    );
  });
  return wrongParts.length > 0 ? wrongParts : nameProblems(service);
}

function nameProblems(service: UsableService): readonly Diagnostic[] {
  const check = (kind: string, rule: NameRule, name: string, at: readonly string[]): readonly Diagnostic[] => {
    if (rule.pattern.test(name)) return [];
    const params = { kind, name, allowed: rule.allowed };
    return [diagnose(problem.invalidName, params, { path: `services.${service.id}`, marks: marksOf(service, ...at) })];
  };
  return [
    ...check("a service", serviceName, service.name, ["manifest", "name"]),
    ...service.roles.flatMap((role) => check("a role", freeName, role, ["roles", role])),
  ];
}

function serviceProblems(service: UsableService): readonly Diagnostic[] {
  const { name, definition, roles } = service;
  const marks = marksOf(service);
  return [
    ...(roles.length === 0 ? [diagnose(problem.noRoles, { service: name }, { marks })] : []),
    ...contractProblems(name, definition, marks),
    ...observedProblems(service),
    ...unknownKeys(service),
  ];
}

const definitionKeys = Object.keys(definitionParts);
const manifestKeys = Object.keys(manifestParts);
const roleKeys = Object.keys(roleParts);

/** Reports keys that a definition does not have; the compiler reports them, too. */
function unknownKeys(service: UsableService): Diagnostic[] {
  const { id, name, definition } = service;
  const check = (where: string, at: readonly string[], value: object, known: readonly string[]): Diagnostic[] =>
    Object.keys(value)
      .filter((key) => !known.includes(key))
      .map((key) => {
        const path = `services.${id}.${showPath([...at, key])}`;
        const hint = homeOf(key) ?? didYouMean(key, known);
        return diagnose(
          problem.unknownServiceKey,
          { service: name, where, key },
          { path, marks: marksOf(service, ...at, key), hint },
        );
      });
  return [
    ...check("definition", [], definition, definitionKeys),
    ...check("manifest", ["manifest"], definition.manifest, manifestKeys),
    ...Object.entries(definition.roles ?? {}).flatMap(([role, value]) =>
      check(`role ${JSON.stringify(role)}`, ["roles", role], value, roleKeys),
    ),
  ];
}

/** Returns the hint for a key that belongs into another part of a definition. */
function homeOf(key: string): string | undefined {
  if (manifestKeys.includes(key)) return `It belongs in the manifest: manifest: { ${key}: … }.`;
  if (roleKeys.includes(key)) return `It belongs in a role: roles: { NAME: { ${key}: … } }.`;
  return definitionKeys.includes(key)
    ? `It belongs beside \`roles\`: defineService({ ${key}: …, roles: … }).`
    : undefined;
}

/** Reports observed roles with a perInstance, because members of an observed role receive nothing. */
function observedProblems(service: UsableService): readonly Diagnostic[] {
  const { id, name, definition, roles } = service;
  return roles
    .filter((role) => definition.roles[role]!.observed === true && definition.roles[role]!.perInstance !== undefined)
    .map((role) =>
      diagnose(
        problem.observedReceives,
        { role, who: `service ${JSON.stringify(name)}`, what: "perInstance" },
        { path: `services.${id}.roles.${role}`, marks: marksOf(service, "roles", role, "perInstance") },
      ),
    );
}

function contractProblems(
  service: string,
  { exports, provides }: AnyServiceDefinition,
  marks: Diagnostic["marks"],
): Diagnostic[] {
  const own = isExportsContract(exports) ? exports.options : (exports ?? {});
  return (provides ?? [])
    .filter((contract) => Object.hasOwn(own, contract.name))
    .map((contract) => diagnose(problem.contractNameTaken, { service, contract: contract.name }, { marks }));
}
