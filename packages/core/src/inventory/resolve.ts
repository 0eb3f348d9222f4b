/** From the written inventory to the resolved one: every name is looked up, and what is not found is a diagnostic. */
import { type Diagnostic, diagnose, didYouMean, type Evaluation, evalModules, isTroupeError, type Site, valuesBehind } from "@troupe/modules";
import * as problem from "../diagnostics.ts";
import { isExportsContract } from "../exports/contract.ts";
import { parseScope } from "../exports/scope.ts";
import { byName, freeName, machineName, serviceName, sortedKeys } from "../names.ts";
import type { AnyServiceDefinition, Service } from "../service/types.ts";
import { parseTargetHost } from "./address.ts";
import type { Definitions, Instance, InstanceRole, InventoryModel, Machine, ServiceEntry, SettingsPlace } from "./model.ts";
import { inventoryOptions } from "./options.ts";
import { resolveTags, tagsByMachine } from "./tags.ts";

/** One source of the inventory: a part of `troupe.ts`, or `inventory.json`. Its definitions merge with those of the others. */
export interface InventorySource {
  readonly value: unknown;
  readonly site: Site;
}

/** What the inventory may say about classes. */
export interface ClassNames {
  readonly classes: readonly string[];
  readonly defaultClass: string;
}

/** The values of {@link inventoryOptions}, as far as this file reads them. */
interface WrittenPlace {
  readonly settings: Definitions;
  readonly defaults?: Definitions;
}
interface WrittenRole extends WrittenPlace {
  readonly machines: { readonly [machine: string]: WrittenPlace };
  readonly tags: { readonly [tag: string]: WrittenPlace };
  readonly extraModules: readonly unknown[];
}
interface WrittenMachine {
  readonly description: string | null;
  readonly class: string | null;
  readonly tags: readonly string[];
  readonly address: string | null;
  readonly deploy: { readonly targetHost: string | null };
  readonly module: Definitions;
}
interface WrittenInstance {
  readonly service: string | null;
  readonly module: { readonly name: string | null; readonly input: string | null };
  readonly roles: { readonly [role: string]: WrittenRole };
}

/** What stands in for something of which nothing can be read. */
const noMachine: WrittenMachine = { description: null, class: null, tags: [], address: null, deploy: { targetHost: null }, module: [] };
const noInstance: WrittenInstance = { service: null, module: { name: null, input: null }, roles: {} };

/**
 * Resolves an inventory. Never throws: whatever is wrong is in `diagnostics`, and everything else is resolved as if the wrong part had not been written.
 */
export function resolveInventory(sources: readonly InventorySource[], { classes, defaultClass }: ClassNames): InventoryModel {
  const evaluation = evalModules({
    modules: [{ options: inventoryOptions }, ...sources.map(({ value, site }) => ({ config: value, site }))],
  });
  const problems: Diagnostic[] = [...evaluation.diagnostics()];
  
  /** A value, or the fallback where it is already known to have a problem. Names that nobody declares do not spoil the others. */
  const read = <T>(get: () => T, fallback: T): T => {
    try {
      return get();
    } catch (error) {
      if (!isTroupeError(error)) throw error;
      return (valuesBehind.get(error) as T | undefined) ?? fallback;
    }
  };
  const config = read(() => evaluation.config, {});
  const section = <T>(name: string) => read(() => config[name] as { readonly [key: string]: T }, {});
  const places = (...path: string[]) => sitesOf(evaluation, path);
  const report = <P>(kind: Parameters<typeof diagnose<P>>[0], params: P, path: readonly string[], hint?: string) =>
    problems.push(diagnose(kind, params, { path: path.join("."), marks: places(...path).map((site) => ({ site })), ...(hint !== undefined && { hint }) }));
  const checkName = (kind: string, rule: { pattern: RegExp; allowed: string }, name: string, path: readonly string[]) => {
    if (rule.pattern.test(name)) return true;
    report(problem.invalidName, { kind, name, allowed: `allowed are ${rule.allowed}` }, path);
    return false;
  };

  const writtenMachines = section<WrittenMachine>("machines");
  const machineNames = sortedKeys(writtenMachines).filter((name) => checkName("a machine", machineName, name, ["machines", name]));
  const machineAt = (name: string) => read(() => writtenMachines[name]!, noMachine);
  const classOf = (name: string): string => {
    const declared = read(() => machineAt(name).class, null) ?? defaultClass;
    if (classes.includes(declared)) return declared;
    report(problem.unknownClass, { machine: name, class: declared }, ["machines", name, "class"], didYouMean(declared, classes));
    return defaultClass;
  };
  const tagged = new Map(machineNames.map((name) => [name, { name, class: classOf(name), tags: [...new Set(read(() => machineAt(name).tags, []))] }]));
  const declaredTags = section<Definitions>("tags");
  const tags = resolveTags(tagged, new Map(sortedKeys(declaredTags).map((tag) => [tag, read(() => declaredTags[tag]!, [])])), classes, problems);
  const tagsOf = tagsByMachine(tags);
  for (const { name, class: machineClass, tags: own } of tagged.values()) {
    for (const tag of own) if (classes.includes(tag) && tag !== machineClass) report(problem.reservedTag, { tag }, ["machines", name, "tags"]);
  }

  const machines = new Map(
    machineNames.map((name): [string, Machine] => {
      const written = machineAt(name);
      const address = read(() => written.address, null);
      const targetHost = read(() => written.deploy.targetHost, null);
      const target = targetHost === null ? undefined : parseTargetHost(targetHost);
      if (targetHost !== null && target === undefined) report(problem.invalidTargetHost, { machine: name, targetHost }, ["machines", name, "deploy", "targetHost"]);
      return [
        name,
        {
          name,
          class: tagged.get(name)!.class,
          description: read(() => written.description, null) ?? undefined,
          tags: tagsOf.get(name) ?? [],
          address: address ?? target?.host,
          targetHost: targetHost ?? address ?? undefined,
          module: labelled(read(() => written.module, []), ["machines", name, "module"], { label: `machine ${name}`, origin: `machine ${name}` }),
          site: places("machines", name)[0] ?? {},
        },
      ];
    }),
  );

  const services = new Map<string, { entry: Omit<ServiceEntry, "instances">; instances: Instance[] }>();
  const ownServices = section<unknown>("services");
  const inputs = section<{ readonly [service: string]: unknown }>("inputs");

  /** The service that an instance names; undefined (and reported) if there is none. */
  function serviceOf(instance: string, written: WrittenInstance) {
    const path = ["instances", instance];
    const fromModule = read(() => written.module.name, null);
    const inputName = read(() => written.module.input, null) ?? "self";
    const input = inputName === "self" ? ownServices : inputs[inputName];
    // As in Clan, an instance that bears the name of a service is one of it.
    const name = read(() => written.service, null) ?? fromModule ?? (input !== undefined && Object.hasOwn(input, instance) ? instance : null);
    if (name === null && input !== undefined) {
      report(problem.serviceMissing, { instance }, path);
      return undefined;
    }
    if (input === undefined || name === null) {
      report(problem.unknownInput, { input: inputName, instance }, [...path, "module", "input"], didYouMean(inputName, ["self", ...Object.keys(inputs)]));
      return undefined;
    }
    const id = `${inputName}/${name}`;
    const known = services.get(id);
    if (known !== undefined) return known;
    const where = fromModule === null ? [...path, "service"] : [...path, "module", "name"];
    if (!Object.hasOwn(input, name)) {
      report(problem.unknownService, { service: name, instance, input: inputName === "self" ? undefined : inputName }, where, didYouMean(name, Object.keys(input)));
      return undefined;
    }
    const entry = read(() => serviceEntry(id, input[name]), undefined);
    if (entry === undefined) {
      report(problem.notAService, { key: name }, inputName === "self" ? ["services", name] : ["inputs", inputName, name]);
      return undefined;
    }
    problems.push(...serviceProblems(entry));
    const added = { entry, instances: [] };
    services.set(id, added);
    return added;
  }

  const writtenInstances = section<WrittenInstance>("instances");
  for (const name of sortedKeys(writtenInstances)) {
    const path = ["instances", name];
    const written = read(() => writtenInstances[name]!, noInstance);
    if (!checkName("an instance", freeName, name, path)) continue;
    const service = serviceOf(name, written);
    if (service === undefined) continue;
    const writtenRoles = read(() => written.roles, {});
    for (const role of sortedKeys(writtenRoles)) {
      if (service.entry.roles.includes(role)) continue;
      report(problem.unknownRole, { role, instance: name, service: service.entry.name }, [...path, "roles", role], didYouMean(role, service.entry.roles));
    }
    service.instances.push({
      name,
      roles: new Map(service.entry.roles.map((role) => [role, instanceRole(name, role, read(() => writtenRoles[role], undefined))])),
      site: places(...path)[0] ?? {},
    });
  }

  function instanceRole(instance: string, role: string, written: WrittenRole | undefined): InstanceRole {
    const path = ["instances", instance, "roles", role];
    const label = `instance ${instance}, role ${role}`;
    const place = (at: WrittenPlace | undefined, below: readonly string[], suffix: string): SettingsPlace => ({
      settings: labelled(at === undefined ? [] : read(() => at.settings, []), [...path, ...below, "settings"], { label: label + suffix }),
      defaults: labelled(at === undefined ? [] : read(() => at.defaults ?? [], []), [...path, ...below, "defaults"], { label: `${label}${suffix}, defaults` }),
    });
    const writtenMembers = written === undefined ? {} : read(() => written.machines, {});
    const writtenTags = written === undefined ? {} : read(() => written.tags, {});
    const members = new Set<string>();
    const where = `role ${JSON.stringify(role)} of instance ${JSON.stringify(instance)}`;
    for (const machine of Object.keys(writtenMembers)) {
      if (machines.has(machine)) members.add(machine);
      else report(problem.unknownMachine, { machine, where }, [...path, "machines", machine], didYouMean(machine, machines.keys()));
    }
    for (const tag of sortedKeys(writtenTags)) {
      const carriers = tags.get(tag);
      if (carriers === undefined) report(problem.unknownTag, { tag, where }, [...path, "tags", tag], tagHint(tag, tags.keys()));
      for (const machine of carriers ?? []) members.add(machine);
    }
    return {
      name: role,
      members: [...members].sort(byName),
      own: place(written, [], ""),
      tags: new Map(sortedKeys(writtenTags).map((tag) => [tag, place(read(() => writtenTags[tag], undefined), ["tags", tag], `, tag ${tag}`)])),
      machines: new Map(sortedKeys(writtenMembers).map((machine) => [machine, place(read(() => writtenMembers[machine], undefined), ["machines", machine], `, machine ${machine}`)])),
      extraModules: (written === undefined ? [] : read(() => written.extraModules, [])).map((value) => ({ value, site: { label: `${label}, extraModules` } })),
    };
  }

  const entries = [...services.values()].map(({ entry, instances }) => ({ ...entry, instances })).sort((a, b) => byName(a.id, b.id));
  const idsByName = Map.groupBy(entries, (entry) => entry.name);
  for (const [name, same] of idsByName) {
    if (same.length > 1) problems.push(diagnose(problem.sameServiceName, { name, keys: same.map((entry) => entry.id) }, { marks: same.map(({ site }) => ({ site })) }));
  }
  for (const entry of entries) problems.push(...constraintProblems(entry));

  const writtenExports = section<Definitions>("exports");
  const exports = new Map<string, Definitions>();
  for (const key of sortedKeys(writtenExports)) {
    try {
      const scope = parseScope(key);
      const service = entries.find((entry) => entry.name === scope.serviceName);
      const check = (part: string, value: string, names: readonly string[]) => {
        if (value !== "" && !names.includes(value)) report(problem.unknownScopePart, { key, part, value }, ["exports", key], didYouMean(value, names));
      };
      check("service", scope.serviceName, entries.map((entry) => entry.name));
      if (service !== undefined) {
        check("instance", scope.instanceName, service.instances.map((instance) => instance.name));
        check("role", scope.roleName, service.roles);
      }
      check("machine", scope.machineName, machineNames);
      exports.set(key, labelled(read(() => writtenExports[key]!, []), ["exports", key], { label: "the inventory's exports", origin: "inventory" }));
    } catch (error) {
      if (!isTroupeError(error)) throw error;
      const [first] = error.diagnostics;
      problems.push({ ...first!, path: `exports.${key}`, marks: places("exports", key).map((site) => ({ site })) });
    }
  }

  const meta = read(() => config["meta"] as { name: string; domain: string; description: string | null }, { name: "troupe", domain: "internal", description: null });
  return {
    meta: { name: read(() => meta.name, "troupe"), domain: read(() => meta.domain, "internal"), description: read(() => meta.description, null) ?? undefined },
    machines,
    tags,
    services: entries,
    exports,
    diagnostics: problems,
  };
}

/** The places that define something at a path, or else those that define what it is part of. */
function sitesOf(evaluation: Evaluation, path: readonly string[]): readonly Site[] {
  for (let length = path.length; length > 0; length--) {
    const found = evaluation.definitionsAt(path.slice(0, length));
    if (found.length > 0) return found.map(({ site }) => ({ ...site, pointer: path }));
  }
  return [];
}

function labelled(definitions: Definitions, pointer: readonly string[], extra: Pick<Site, "label" | "origin">): Definitions {
  return definitions.map(({ value, site }) => ({ value, site: { ...site, pointer, ...extra } }));
}

function tagHint(tag: string, tags: Iterable<string>): string | undefined {
  const near = didYouMean(tag, tags);
  return near?.startsWith("Did you mean") ? near : undefined;
}

function serviceEntry(id: string, value: unknown): Omit<ServiceEntry, "instances"> | undefined {
  if (typeof value !== "object" || value === null || !("manifest" in value) || !("definition" in value)) return undefined;
  const { definition, site } = value as Service;
  return { id, name: definition.manifest.name, definition, site, roles: sortedKeys(definition.roles ?? {}) };
}

function serviceProblems({ id, name, definition, site, roles }: Omit<ServiceEntry, "instances">): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const marks = [{ site: { ...site, label: `service ${name}` } }];
  if (roles.length === 0) problems.push(diagnose(problem.noRoles, { service: name }, { marks }));
  const nameProblem = (kind: string, rule: { pattern: RegExp; allowed: string }, value: unknown) => {
    if (typeof value === "string" && rule.pattern.test(value)) return;
    problems.push(diagnose(problem.invalidName, { kind, name: String(value), allowed: `allowed are ${rule.allowed}` }, { path: `services.${id}`, marks }));
  };
  nameProblem("a service", serviceName, name);
  for (const role of roles) nameProblem("a role", freeName, role);
  problems.push(...contractProblems(name, definition, marks), ...unknownKeys(id, name, definition, marks));
  return problems;
}

const serviceKeys = {
  definition: ["manifest", "roles", "perMachine", "exports", "provides", "reads"],
  manifest: ["name", "description", "readme", "categories", "constraints"],
  role: ["description", "interface", "perInstance"],
};

/** Keys that nothing reads; to the compiler they are errors already. */
function unknownKeys(id: string, service: string, definition: AnyServiceDefinition, marks: Diagnostic["marks"]): Diagnostic[] {
  const check = (where: string, path: string, value: object, known: readonly string[]) =>
    Object.keys(value)
      .filter((key) => !known.includes(key))
      .map((key) => {
        const hint = didYouMean(key, known);
        return diagnose(problem.unknownServiceKey, { service, where, key }, { path: `${path}.${key}`, marks, ...(hint !== undefined && { hint }) });
      });
  const path = `services.${id}`;
  return [
    ...check("definition", path, definition, serviceKeys.definition),
    ...check("manifest", `${path}.manifest`, definition.manifest, serviceKeys.manifest),
    ...Object.entries(definition.roles ?? {}).flatMap(([role, value]) => check(`role ${JSON.stringify(role)}`, `${path}.roles.${role}`, value, serviceKeys.role)),
  ];
}

function contractProblems(service: string, { exports, provides }: AnyServiceDefinition, marks: Diagnostic["marks"]): Diagnostic[] {
  const own = isExportsContract(exports) ? exports.options : (exports ?? {});
  return (provides ?? [])
    .filter((contract) => Object.hasOwn(own, contract.name))
    .map((contract) => diagnose(problem.contractNameTaken, { service, contract: contract.name }, { marks }));
}

/** Too few or too many instances and members, as `manifest.constraints` says. */
function constraintProblems({ id, name, definition, instances, roles, site }: ServiceEntry): Diagnostic[] {
  const constraints = definition.manifest.constraints ?? {};
  const problems: Diagnostic[] = [];
  const max = constraints.maxInstances;
  if (max !== undefined && instances.length > max) {
    const names = instances.map((instance) => instance.name);
    problems.push(diagnose(problem.tooManyInstances, { service: name, max, instances: names }, { path: `services.${id}`, marks: instances.map((instance) => ({ site: instance.site })) }));
  }
  for (const [role, { minMachines, maxMachines } = {}] of Object.entries(constraints.roles ?? {})) {
    if (!roles.includes(role)) {
      const hint = didYouMean(role, roles);
      problems.push(diagnose(problem.unknownConstraintRole, { role, service: name }, { marks: [{ site: { ...site, label: `service ${name}` } }], ...(hint !== undefined && { hint }) }));
      continue;
    }
    for (const instance of instances) {
      const machines = instance.roles.get(role)!.members;
      const common = { service: name, instance: instance.name, role };
      const details = { path: `instances.${instance.name}.roles.${role}`, marks: [{ site: instance.site }] };
      if (minMachines !== undefined && machines.length < minMachines) problems.push(diagnose(problem.tooFewMachines, { ...common, min: minMachines, count: machines.length }, details));
      if (maxMachines !== undefined && machines.length > maxMachines) problems.push(diagnose(problem.tooManyMachines, { ...common, max: maxMachines, machines }, details));
    }
  }
  return problems;
}
