/** The subject of an explanation: a machine, settings or an export, by its name. */
import { fail } from "@troupe/modules";
import { didYouMean } from "@troupe/modules/internal";
import { idCalled } from "../clusters/known-names.ts";
import { ambiguousName } from "../diagnostics.ts";
import { buildScopeKey, parseScope } from "../exports/scope.ts";
import { withIds } from "../exports/scope-names.ts";
import type { Evaluated } from "../model/evaluation.ts";
import { nothingOfThatName, notAMember } from "./diagnostics.ts";
import type { ExplainSubject } from "./explanation.ts";
import type { Instance } from "../model/instance.ts";

/**
 * The subject that a text names: `MACHINE`, `INSTANCE/ROLE`, `INSTANCE/ROLE/MACHINE` or
 * `SERVICE:INSTANCE:ROLE:MACHINE`.
 *
 * @throws TRP2601 or TRP2602 for names that do not exist
 */
export function findSubject(evaluated: Evaluated, text: string): ExplainSubject {
  const { inventory, exports } = evaluated;
  if (text.includes(":")) {
    const names = { machines: inventory.names, instances: inventory.instanceNames };
    const scope = buildScopeKey(withIds(parseScope(text), names, { where: theQuestion, cluster: undefined }));
    if (exports.evaluation(scope) === undefined) missing("export", text, exports.keys());
    return { kind: "export", scope };
  }
  if (!text.includes("/")) {
    const rolesOfIt = [...(instancesOf(evaluated).get(text)?.roles.keys() ?? [])].map((role) => `${text}/${role}`);
    const isMachine = inventory.names.find(text).length > 0;
    if (rolesOfIt.length > 0 && !isMachine)
      fail(
        nothingOfThatName,
        { kind: "machine", name: text },
        { hint: `It is an instance. Name a role of it: ${rolesOfIt.join(" or ")}.` },
      );
    return { kind: "machine", machine: machineCalled(evaluated, text) };
  }
  const instances = instancesOf(evaluated);
  const { name, rest } = splitInstance(withInstanceId(evaluated, text), instances);
  const instance = instances.get(name) ?? missing("instance", name, instances.keys());
  const [roleName = "", machine, ...more] = rest;
  const role =
    instance.roles.get(roleName) ??
    missing(`role of instance ${JSON.stringify(name)} called`, roleName, instance.roles.keys());
  if (machine === undefined) return { kind: "settings", instance: name, role: roleName };
  if (more.length > 0) missing("machine", [machine, ...more].join("/"), inventory.machines.keys());
  const id = machineCalled(evaluated, machine, instance.cluster);
  if (!role.members.includes(id))
    fail(notAMember, { machine: id, role: roleName, instance: name, members: role.members });
  return { kind: "settings", instance: name, role: roleName, machine: id };
}

const theQuestion = "the question";

/** Replaces the name of the instance at the beginning by its id. */
function withInstanceId({ inventory: { instanceNames } }: Evaluated, text: string): string {
  const [instance = "", ...rest] = text.split("/");
  return [idCalled(instanceNames, instance, undefined, theQuestion) ?? instance, ...rest].join("/");
}
const instancesOf = (evaluated: Evaluated): ReadonlyMap<string, Instance> =>
  new Map(evaluated.services().flatMap((service) => service.instances.map((instance) => [instance.name, instance])));

/** The id of a machine. */
function machineCalled({ inventory: { names } }: Evaluated, name: string, cluster?: string): string {
  const found = names.find(name, cluster);
  if (found.length > 1) fail(ambiguousName, { name, where: theQuestion, candidates: found });
  return found[0] ?? missing("machine", name, [...names.ids(), ...names.others(cluster)]);
}

function missing(kind: string, name: string, names: Iterable<string>): never {
  const hint = didYouMean(name, names);
  return fail(nothingOfThatName, { kind, name }, hint === undefined ? {} : { hint });
}

/** Names of nested instances have slashes in them: the longest name that exists counts. */
function splitInstance(
  text: string,
  instances: ReadonlyMap<string, Instance>,
): { readonly name: string; readonly rest: readonly string[] } {
  const parts = text.split("/");
  for (let length = parts.length - 1; length > 0; length--) {
    const name = parts.slice(0, length).join("/");
    if (instances.has(name)) return { name, rest: parts.slice(length) };
  }
  return { name: parts[0]!, rest: parts.slice(1) };
}
