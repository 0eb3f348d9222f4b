/** The chain behind definitions: who made them, which exports those have read, who wrote these, and so on. */
import type { OptionsView, Site } from "@troupe/modules";
import { parseScope } from "../exports/scope.ts";
import type { ParsedScope } from "../model/scope.ts";
import type { Json } from "../model/json.ts";
import type { Evaluated } from "../model/evaluation.ts";
import type { Contributor } from "../model/machine-evaluation.ts";
import { readData, tryRead } from "./data.ts";
import { counts, fieldsOf } from "./definitions.ts";
import type { ExplainedContributor, ExplainedDefinition, ExplainedExport, ExplainedField, Explanation, Membership } from "./explanation.ts";
import { machinePath } from "../inventory/machines.ts";
import { membershipsOf, usedAt } from "./memberships.ts";
import { exportOrigin, settingsOrigin } from "./origins.ts";

/** Where everybody reads everybody, what is further away explains nothing. */
const mostFollowed = 8;

/**
 * All contributors and exports that the chain of these origins leads to. Of the exports that a call has read, the first few are followed.
 * `value` is what the first ones made.
 */
export function chainOf(evaluated: Evaluated, origins: Iterable<string>, value: Json): Pick<Explanation, "contributors" | "exports"> {
  const contributors: { [origin: string]: ExplainedContributor } = {};
  const exports: { [scope: string]: ExplainedExport } = {};
  const queue: { readonly origin: string; readonly wrote: Json }[] = [...new Set(origins)].map((origin) => ({ origin, wrote: value }));
  for (const { origin, wrote } of queue) {
    if (Object.hasOwn(contributors, origin)) continue;
    const contributor = contributorOf(evaluated, origin, wrote);
    contributors[origin] = contributor;
    for (const { joinedBy } of contributor.memberships) if (joinedBy !== undefined) queue.push({ origin: joinedBy, wrote: null });
    for (const scope of contributor.reads.slice(0, mostFollowed)) {
      exports[scope] ??= exportOf(evaluated, scope);
      for (const writer of exports[scope].writers) queue.push({ origin: writer, wrote: exports[scope].value });
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

function contributorOf(evaluated: Evaluated, origin: string, wrote: Json): ExplainedContributor {
  const { inventory } = evaluated;
  if (!origin.includes(":")) {
    const machine = /^machine (.*)$/.exec(origin)?.[1];
    return { origin, label: origin, ...(machine !== undefined && { machine }), memberships: [], settings: [], reads: [] };
  }
  const scope = parseScope(origin);
  const machine = inventory.machines.get(scope.machineName);
  const call: Contributor | undefined =
    machine === undefined
      ? undefined
      : evaluated
          .machine(machine.name)
          .contributors()
          .find((each) => each.origin === origin);
  const address = machine?.address !== undefined && JSON.stringify(wrote).includes(machine.address) ? machine.address : undefined;
  return {
    origin,
    label: call?.label ?? origin,
    machine: scope.machineName,
    memberships: membershipsBehind(evaluated, scope),
    settings: settingsBehind(evaluated, scope),
    ...(address !== undefined && { address: { value: address, sites: addressSites(evaluated, scope.machineName) } }),
    annotations: annotationsBehind(evaluated, call?.reads ?? {}, wrote),
    // What is not a scope was read of a machine.
    reads: Object.keys(call?.reads ?? {}).filter((key) => key.includes(":")),
  };
}

/** What a call has read of machines and shows in what it wrote. */
function annotationsBehind(
  { inventory }: Evaluated,
  reads: Contributor["reads"],
  wrote: Json,
): NonNullable<ExplainedContributor["annotations"]> {
  const text = JSON.stringify(wrote);
  return Object.entries(reads).flatMap(([key, value]) => {
    const found = /^machine (.*)$/.exec(key)?.[1];
    const machine = found === undefined ? undefined : inventory.machines.get(found);
    const shows =
      machine === undefined
        ? []
        : leavesOf(value).filter((leaf) => leaf !== machine.class && text.includes(JSON.stringify(leaf).slice(1, -1)));
    if (machine === undefined || shows.length === 0) return [];
    const sites = usedAt(inventory, [...machinePath(machine), "facts"]).map(({ site }) => site);
    return [{ machine: machine.name, shows: [...new Set(shows)], sites }];
  });
}

/** The texts in a value, long enough to mean something. */
const leavesOf = (value: Json): readonly string[] =>
  typeof value === "string"
    ? value.length > 3
      ? [value]
      : []
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(leavesOf)
      : [];

function membershipsBehind(evaluated: Evaluated, { serviceName, instanceName, roleName, machineName }: ParsedScope): readonly Membership[] {
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

function settingsBehind(evaluated: Evaluated, { instanceName, roleName, machineName }: ParsedScope): readonly ExplainedField[] {
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
