/**
 * The chain behind definitions: the calls that made them, the exports that these have read, the calls that wrote those,
 * and so on.
 */
import type { OptionsView, Site } from "@troupe/modules";
import type { ParsedScope } from "../model/scope.ts";
import type { Json } from "../model/json.ts";
import type { Evaluated, InventoryModel } from "../model/evaluation.ts";
import type { Contributor, Reads } from "../model/machine-evaluation.ts";
import { machineOfOrigin, parseOrigin } from "../definition-origin.ts";
import { readData, tryRead } from "./data.ts";
import { counts, fieldsOf } from "./definitions.ts";
import type {
  ExplainedAnnotations,
  ExplainedContributor,
  ExplainedDefinition,
  ExplainedExport,
  ExplainedField,
  Explanation,
  Membership,
} from "./explanation.ts";
import { machinePath } from "../inventory/machines.ts";
import { membershipsOf, usedAt } from "./memberships.ts";
import { exportOrigin, settingsOrigin } from "./origins.ts";

/** The bound on followed exports: in a full mesh, exports further away explain nothing. */
const mostFollowed = 8;

/**
 * All contributors and exports that the chain of these origins leads to. Of the exports that a call has read, the first
 * few are followed.
 */
export function chainOf(
  evaluated: Evaluated,
  origins: Iterable<string>,
): Pick<Explanation, "contributors" | "exports"> {
  const contributors: { [origin: string]: ExplainedContributor } = {};
  const exports: { [scope: string]: ExplainedExport } = {};
  const queue = [...new Set(origins)];
  for (const origin of queue) {
    if (Object.hasOwn(contributors, origin)) continue;
    const contributor = contributorOf(evaluated, origin);
    contributors[origin] = contributor;
    for (const { joinedBy } of contributor.memberships) if (joinedBy !== undefined) queue.push(joinedBy);
    for (const scope of contributor.reads.slice(0, mostFollowed)) {
      exports[scope] ??= exportOf(evaluated, scope);
      queue.push(...exports[scope].writers);
    }
  }
  return { contributors, exports };
}

/** An export with what stands in it. */
function exportOf(evaluated: Evaluated, scope: string): ExplainedExport {
  const { value } = readData(() => evaluated.exports.value(scope));
  const origin = exportOrigin(evaluated, scope);
  const options = tryRead(() => origin.evaluation.options).value as OptionsView | undefined;
  const root = evaluated.exports.root(scope);
  const fields = (options === undefined ? [] : fieldsOf(origin, options, []))
    .filter(({ value: field }) => field !== null)
    .map((field) => ({ ...field, path: field.path.slice(root.length) }));
  return { value, fields, writers: originsOf(fields.flatMap(({ definitions }) => definitions)) };
}

/** The origins of definitions that have one, each once. */
export function originsOf(definitions: readonly ExplainedDefinition[]): readonly string[] {
  const counting = definitions.filter(counts);
  return [...new Set((counting.length > 0 ? counting : definitions).flatMap(({ site }) => site.origin ?? []))];
}

function contributorOf(evaluated: Evaluated, origin: string): ExplainedContributor {
  const { inventory } = evaluated;
  const parsed = parseOrigin(origin);
  if (parsed.kind !== "call") {
    const machine = machineOfOrigin(origin);
    return {
      origin,
      label: origin,
      ...(machine !== undefined && { machine }),
      memberships: [],
      settings: [],
      reads: [],
    };
  }
  const { scope } = parsed;
  const machine = inventory.machines.get(scope.machineName);
  const call: Contributor | undefined =
    machine === undefined
      ? undefined
      : evaluated
          .machine(machine.name)
          .contributors()
          .find((each) => each.origin === origin);
  return {
    origin,
    label: call?.label ?? origin,
    machine: scope.machineName,
    memberships: membershipsBehind(evaluated, scope),
    settings: settingsBehind(evaluated, scope),
    ...(call?.address !== undefined && {
      address: { value: call.address, sites: addressSites(evaluated, scope.machineName) },
    }),
    annotations: annotationsBehind(inventory, call?.reads.machines ?? {}),
    reads: Object.keys(call?.reads.exports ?? {}),
  };
}

/** The names of a machine and its class, which a call has whenever it has any annotations of the machine. */
const identity = new Set(["name", "fqdn", "class"]);

function annotationsBehind(inventory: InventoryModel, machines: Reads["machines"]): readonly ExplainedAnnotations[] {
  return Object.entries(machines).flatMap(([name, annotations]) => {
    const parts = Object.entries(annotations as { readonly [part: string]: Json }).filter(
      ([part]) => !identity.has(part),
    );
    if (parts.length === 0) return [];
    const sites = usedAt(inventory, [...machinePath(inventory.machines.get(name)!), "facts"]).map(({ site }) => site);
    return [{ machine: name, parts: Object.fromEntries(parts), sites }];
  });
}

function membershipsBehind(
  evaluated: Evaluated,
  { serviceName, instanceName, roleName, machineName }: ParsedScope,
): readonly Membership[] {
  const instances = evaluated
    .services()
    .filter(({ name }) => name === serviceName)
    .flatMap((service) => service.instances);
  return instances
    .filter(({ name }) => instanceName === "" || name === instanceName)
    .flatMap((instance) =>
      [...instance.roles.values()]
        .filter(({ name, members }) => (roleName === "" || name === roleName) && members.includes(machineName))
        .flatMap(({ name }) => membershipsOf(evaluated.inventory, instance, name, machineName)),
    );
}

function settingsBehind(
  evaluated: Evaluated,
  { instanceName, roleName, machineName }: ParsedScope,
): readonly ExplainedField[] {
  if (instanceName === "") return [];
  const origin = settingsOrigin(evaluated, { instance: instanceName, role: roleName, machine: machineName });
  const options = origin && (tryRead(() => origin.evaluation.options).value as OptionsView | undefined);
  return options === undefined ? [] : fieldsOf(origin!, options, []);
}

function addressSites({ inventory }: Evaluated, machine: string): readonly Site[] {
  const path = machinePath(inventory.machines.get(machine)!);
  const own = usedAt(inventory, [...path, "address"]);
  const found = own.length > 0 ? own : usedAt(inventory, [...path, "deploy", "targetHost"]);
  return found.map(({ site }) => site);
}
