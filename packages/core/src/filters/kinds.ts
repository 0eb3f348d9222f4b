/** Every kind of filter: what it holds, and which machines it picks. */
import type { JsonSchema } from "@troupe/modules";
import { didYouMean } from "@troupe/modules/internal";
import {
  ambiguousName,
  clusterNotSaid,
  unknownCluster,
  unknownFilterClass,
  unknownFilterService,
  unknownMachine,
  unknownTag,
} from "../diagnostics.ts";
import { idIn, nameHint } from "../clusters/known-names.ts";
import type { KnownNames } from "../model/names.ts";
import { isNear } from "../names.ts";
import type {
  FilterContext,
  FilterKind,
  FilterMachine,
  FilterName,
  FilterSchemas,
  FilterSyntax,
} from "../model/filters.ts";

const isName = (value: unknown): value is string => typeof value === "string";

const none: readonly string[] = [];
const named = (prefix: string): FilterSyntax => ({ form: "name", prefix });

const hostname: FilterKind<string> = {
  accepts: isName,
  expects: "the name of a machine",
  syntax: named(""),
  show: (name) => name,
  schema: ({ machine }) => machine,
  resolve(name, { world: { names }, cluster, place }) {
    const found = names.find(name, cluster);
    if (found.length === 0) reportUnknownMachine(name, names, { ...place, cluster });
    if (found.length > 1) place.report(ambiguousName, { name, where: place.where, candidates: found });
    return found.length === 1 ? found : none;
  },
};

/** Reports a name that no machine has. */
export function reportUnknownMachine(
  machine: string,
  names: KnownNames,
  { where, report, nearest, cluster }: Pick<FilterContext["place"], "where" | "report" | "nearest" | "cluster">,
  tags?: ReadonlyMap<string, unknown>,
): void {
  const isTag = tags?.has(machine) === true && names.called(machine).length === 0;
  const hint = isTag
    ? `${JSON.stringify(machine)} is a tag: name it under \`tags\`.`
    : nameHint(names, machine, { cluster, things: "Machines", nearest });
  report(unknownMachine, { machine, where }, hint);
}

const clusterMachines: FilterKind<string | true> = {
  accepts: (value) => value === true || isName(value),
  expects: "the name of a cluster, or true",
  syntax: named("cluster"),
  show: (cluster) => (cluster === true ? "the cluster's machines" : `cluster:${cluster}`),
  schema: ({ cluster }) => ({ anyOf: [{ const: true }, cluster] }),
  resolve(value, { world: { clusters }, place: { where, cluster: own, report } }) {
    const name = value === true ? own : value;
    if (name === undefined) {
      report(clusterNotSaid, { where, clusters: [...clusters.keys()] });
      return none;
    }
    const found = clusters.get(name);
    if (found === undefined) report(unknownCluster, { cluster: name, where }, didYouMean(name, clusters.keys()));
    return found ?? none;
  },
};

const tag: FilterKind<string> = {
  accepts: isName,
  expects: "the name of a tag",
  syntax: named("tag"),
  show: (name) => `tag:${name}`,
  schema: (schemas) => schemas.tag,
  resolve(name, { world: { tags }, universe, place: { where, report, nearest } }) {
    const carriers = tags.get(name);
    if (carriers === undefined) report(unknownTag, { tag: name, where }, onlyNear(nearest(name, tags.keys())));
    return (carriers ?? none).filter((machine) => universe.has(machine));
  },
};

/** Only a name that is nearly right is worth a hint: the usual one says how to declare an empty tag. */
const onlyNear = (hint: string | undefined): string | undefined => (isNear(hint) ? hint : undefined);

const machineClass: FilterKind<string> = {
  accepts: isName,
  expects: "the name of a class",
  syntax: named("class"),
  show: (name) => `class:${name}`,
  schema: (schemas) => schemas.machineClass,
  resolve(name, { world: { classes, machines }, universe, place: { where, report } }) {
    if (!classes.includes(name)) report(unknownFilterClass, { class: name, where }, didYouMean(name, classes));
    return [...universe].filter((machine) => machines.get(machine)!.class === name);
  },
};

const service: FilterKind<string> = {
  accepts: isName,
  expects: "the name of an instance or a service",
  syntax: named("service"),
  show: (name) => `service:${name}`,
  schema: () => ({ type: "string" }),
  resolve(
    name,
    { world: { instances, instancesOf, membersOf }, universe, cluster, place: { where, report, nearest } },
  ) {
    const found = instances.find(name, cluster);
    const isOwn = found[0] === name || found[0] === idIn(cluster, name);
    const ofService = isOwn ? undefined : instancesOf().get(name);
    const meant = ofService?.map((instance) => instance.name) ?? found;
    if (meant.length === 0) {
      const ids = new Set([...instances.ids(), ...instancesOf().keys()]);
      report(
        unknownFilterService,
        { service: name, where },
        nameHint(instances, name, { cluster, things: "Instances", nearest, ids }),
      );
    }
    if (meant.length > 1 && ofService === undefined) {
      report(ambiguousName, { name, where, candidates: meant });
      return none;
    }
    return meant.flatMap((instance) => [...membersOf(instance)]).filter((machine) => universe.has(machine));
  },
};

const all: FilterKind<true> = {
  accepts: (value) => value === true,
  expects: "true",
  show: () => "all",
  schema: () => ({ const: true }),
  resolve: (_, { universe }) => universe,
};

const list = ({ filter }: FilterSchemas): JsonSchema => ({ type: "array", items: filter });

const and: FilterKind<readonly unknown[]> = {
  accepts: (value) => Array.isArray(value) && value.length > 0,
  expects: "a list of filters that is not empty",
  syntax: { form: "between", operators: ["&"], strength: 1 },
  show: (filters, inner) => filters.map((filter) => inner(filter, 1)).join(" & "),
  schema: (schemas) => ({ ...list(schemas), minItems: 1 }),
  resolve(filters, { resolve }) {
    const [first, ...others] = filters.map((filter, index) => resolve(filter, String(index)));
    return [...first!].filter((machine) => others.every((picked) => picked.has(machine)));
  },
};

const or: FilterKind<readonly unknown[]> = {
  accepts: Array.isArray,
  expects: "a list of filters",
  syntax: { form: "between", operators: [",", "|"], strength: 0 },
  show: (filters, inner) => filters.map((filter) => inner(filter, 0)).join(", "),
  schema: list,
  resolve: (filters, { resolve }) => filters.flatMap((filter, index) => [...resolve(filter, String(index))]),
};

const not: FilterKind<unknown> = {
  accepts: () => true,
  expects: "a filter",
  syntax: { form: "before", operators: ["!"], strength: 2 },
  show: (filter, inner) => `!${inner(filter, 2)}`,
  schema: ({ filter }) => filter,
  resolve(filter, { resolve, universe }) {
    const picked = resolve(filter);
    return [...universe].filter((machine) => !picked.has(machine));
  },
};

const anyCluster: FilterKind<unknown> = {
  accepts: () => true,
  expects: "a filter",
  show: (filter, inner) => `any cluster's (${inner(filter, 0)})`,
  schema: ({ filter }) => filter,
  resolve: (filter, { resolveAnywhere }) => resolveAnywhere(filter),
};

const where: FilterKind<(machine: FilterMachine) => unknown> = {
  accepts: (value) => typeof value === "function",
  expects: "a function",
  show: () => "where …",
  resolve: (picks, { world, universe, place }) =>
    [...universe].filter((machine) => place.guard(() => picks(world.facts(machine))) === true),
};

/** The kinds by the key of their filters. The compiler asks for the record of every key in {@link Filter}. */
const kindsByName = {
  hostname,
  clusterMachines,
  tag,
  machineClass,
  service,
  all,
  and,
  or,
  not,
  anyCluster,
  where,
} satisfies { readonly [N in FilterName]: FilterKind };

/** {@link kindsByName}, for keys that may be no name of a kind. */
export const filterKinds: { readonly [key: string]: FilterKind } = kindsByName;
