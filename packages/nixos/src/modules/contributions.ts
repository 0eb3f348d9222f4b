/** The contributors to a machine, with the portable definitions and the platform modules of each. */
import type { MachineEvaluation } from "@troupe/core";
import { type DefinitionInfo, mkMerge, mkOrder, mkOverride, type Site } from "@troupe/modules";
import { tagOf } from "@troupe/modules/internal";
import { systemOptions } from "@troupe/vocabulary";

/** The definitions and modules of one contributor: a call of a service, the machine, or its cluster. */
export interface Contribution {
  /** An export scope ("kvstore:sessions:primary:alice"), or "machine alice". */
  readonly origin: string;
  /** "instance sessions, role primary". */
  readonly label: string;
  readonly site: Site;
  /** Definitions in the portable vocabulary, by group. */
  readonly portable: Readonly<Record<string, unknown>>;
  /** Modules of the platform, in order. */
  readonly modules: readonly { readonly value: unknown; readonly site: Site }[];
}

interface Draft {
  readonly label: string;
  readonly site: Site;
  readonly portable: Record<string, unknown>;
  readonly modules: { readonly value: unknown; readonly site: Site }[];
}

const names = Object.keys(systemOptions);
const plainPriority = 100;

/**
 * Returns the contributors to a machine, in the order of imports. Their definitions are those that the evaluation has
 * checked, before the evaluation merges them.
 */
export function contributionsOf({ evaluation, platformModules }: MachineEvaluation): readonly Contribution[] {
  const drafts = new Map<string, Draft>();
  const chains: string[][] = [];
  const draftOf = (site: Site): Draft => {
    const origin = site.origin ?? "";
    const chain = chains.at(-1)!;
    if (chain.at(-1) !== origin) chain.push(origin);
    let draft = drafts.get(origin);
    if (draft === undefined) drafts.set(origin, (draft = { label: labelOf(site), site, portable: {}, modules: [] }));
    return draft;
  };
  for (const name of names) {
    chains.push([]);
    const definitions = evaluation.definitionsAt([name]);
    // Definitions come in the order of merging, which is the reverse order of imports.
    for (let index = definitions.length - 1; index >= 0; index--) {
      const { site, status } = definitions[index]!;
      // A definition without origin is the option's default.
      if (site.origin === undefined || status === "condition-false") continue;
      const { portable } = draftOf(site);
      const definition = withWrappers(definitions[index]!);
      // The definitions of one module keep their order.
      portable[name] = Object.hasOwn(portable, name)
        ? mkMerge<unknown>([definition, ...partsOf(portable[name])])
        : definition;
    }
  }
  chains.push([]);
  for (const module of platformModules()) draftOf(module.site).modules.push(module);
  const origins = wholeChain(drafts.size, chains) ?? inOrder([...drafts.keys()], chains);
  return origins.map((origin) => ({ origin, ...drafts.get(origin)! }));
}

/** Returns a definition in the wrappers of its order and its priority. */
function withWrappers({ value, order, priority }: DefinitionInfo): unknown {
  const placed = order === undefined ? value : mkOrder<unknown>(order, value);
  return priority === plainPriority ? placed : mkOverride<unknown>(priority, placed);
}

/** Returns the definitions in a `mkMerge`; a list of the definition itself for all others. */
const partsOf = (definition: unknown): readonly unknown[] =>
  tagOf(definition) === "merge" ? (definition as { readonly contents: readonly unknown[] }).contents : [definition];

/** Returns the longest chain of origins, if it holds all origins and no other chain contradicts its order. */
function wholeChain(count: number, chains: readonly (readonly string[])[]): readonly string[] | undefined {
  const longest = chains.reduce((a, b) => (b.length > a.length ? b : a));
  if (longest.length !== count) return undefined;
  const places = new Map(longest.map((origin, index) => [origin, index]));
  if (places.size !== count) return undefined;
  const isSame = (chain: readonly string[]) =>
    chain.every((origin, index) => index === 0 || places.get(chain[index - 1]!)! <= places.get(origin)!);
  return chains.every((chain) => chain === longest || isSame(chain)) ? longest : undefined;
}

/** Sorts origins topologically by the order in the chains. Origins that no chain orders keep the order of `origins`. */
function inOrder(origins: readonly string[], chains: readonly (readonly string[])[]): readonly string[] {
  const followers = new Map(origins.map((origin) => [origin, new Set<string>()]));
  const waiting = new Map(origins.map((origin) => [origin, 0]));
  for (const chain of chains) {
    for (let index = 1; index < chain.length; index++) {
      const [before, after] = [chain[index - 1]!, chain[index]!];
      if (before === after || followers.get(before)!.has(after)) continue;
      followers.get(before)!.add(after);
      waiting.set(after, waiting.get(after)! + 1);
    }
  }
  const ordered = origins.filter((origin) => waiting.get(origin) === 0);
  for (const origin of ordered) {
    for (const after of followers.get(origin)!) {
      const left = waiting.get(after)! - 1;
      waiting.set(after, left);
      if (left === 0) ordered.push(after);
    }
  }
  return ordered;
}

/** Returns the label of the contributor, without the part of the contributor that a definition stands in. */
const labelOf = ({ label = "", origin = "" }: Site): string =>
  origin.includes(":") ? label.replace(/, extraModules$/, "") : origin;
