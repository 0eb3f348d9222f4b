/** From a filter to the machines that it picks. Every name in the filter is checked. */
import { isPlainObject, kindOf } from "@troupe/modules";
import { didYouMean } from "@troupe/modules/internal";
import { malformedFilter } from "../diagnostics.ts";
import { byName } from "../names.ts";
import { filterKinds } from "./kinds.ts";
import type { FilterWorld, FilterPlace, FilterContext } from "../model/filters.ts";

/** The machines that a filter picks, in byte order; what is wrong is reported and picks none. */
export function resolveFilter(filter: unknown, world: FilterWorld, place: FilterPlace): readonly string[] {
  return [...contextIn(world, place, place.cluster).resolve(filter)].toSorted(byName);
}

function contextIn(
  world: FilterWorld,
  place: FilterPlace,
  cluster: string | undefined,
  universe: FilterContext["universe"] = new Set(
    cluster === undefined ? world.machines.keys() : world.clusters.get(cluster),
  ),
): FilterContext {
  const at = (...below: readonly string[]) => contextIn(world, placeBelow(place, below), cluster, universe);
  return {
    world,
    place,
    universe,
    cluster,
    at,
    resolve: (filter, ...below) => resolveOne(filter, at(...below)),
    resolveAnywhere: (filter) => resolveOne(filter, cluster === undefined ? at() : contextIn(world, place, undefined)),
  };
}

const placeBelow = (place: FilterPlace, outer: readonly string[]): FilterPlace =>
  outer.length === 0
    ? place
    : { ...place, report: (kind, params, hint, below = []) => place.report(kind, params, hint, [...outer, ...below]) };

const nobody: ReadonlySet<string> = new Set();

function resolveOne(filter: unknown, context: FilterContext): ReadonlySet<string> {
  const { report, where } = context.place;
  const wrong = (problem: string, hint?: string, ...below: readonly string[]): ReadonlySet<string> => {
    report(malformedFilter, { where, problem }, hint, below);
    return nobody;
  };
  if (!isPlainObject(filter))
    return wrong(
      typeof filter === "function" ? "a function, not a filter" : `${kindOf(filter)}, not a filter`,
      callHint(filter),
    );
  const keys = Object.keys(filter);
  if (keys.length !== 1) return wrong(keys.length === 0 ? "an empty object" : `an object with ${keys.length} keys`);
  const key = keys[0]!;
  const kind = Object.hasOwn(filterKinds, key) ? filterKinds[key] : undefined;
  if (kind === undefined)
    return wrong(`${JSON.stringify(key)}, which is not a filter`, didYouMean(key, Object.keys(filterKinds)), key);
  const value = (filter as { readonly [key: string]: unknown })[key];
  if (!kind.accepts(value))
    return wrong(`${JSON.stringify(key)} with something else than ${kind.expects}`, undefined, key);
  return new Set(kind.resolve(value as never, context.at(key)));
}

/** The hint for a filter that is not called, as in `[clusterMachines]`. */
const callHint = (filter: unknown): string | undefined =>
  typeof filter === "function" && filter.name !== "" ? `Call it: ${filter.name}(…).` : undefined;
