/** Who says what about a machine: the portable definitions of each contributor, and the modules that only its platform understands. */
import type { MachineEvaluation } from "@troupe/core";
import { type DefinitionInfo, mkMerge, mkOrder, mkOverride, type Site } from "@troupe/modules";
import { tagOf } from "@troupe/modules/internal";
import { systemOptions } from "@troupe/vocabulary";

/** All that one contributor says: a call of a service, or the machine itself. */
export interface Contribution {
  /** An export scope ("kvstore:sessions:primary:alice"), or "machine alice". */
  readonly origin: string;
  /** "instance sessions, role primary". */
  readonly label: string;
  readonly site: Site;
  /** Definitions in the portable vocabulary, by the first name of their paths. */
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
 * Who says what about a machine, in the order in which modules are imported. The definitions are those that the evaluation has checked,
 * before they are merged.
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
    // Definitions come in the order in which they are merged, which is that of imports from the end.
    for (let index = definitions.length - 1; index >= 0; index--) {
      const { site, status } = definitions[index]!;
      // What has no origin is the option's default.
      if (site.origin === undefined || status === "condition-false") continue;
      const { portable } = draftOf(site);
      const definition = asWritten(definitions[index]!);
      // Within one module the first comes first.
      portable[name] = Object.hasOwn(portable, name) ? mkMerge<unknown>([definition, ...partsOf(portable[name])]) : definition;
    }
  }
  chains.push([]);
  for (const module of platformModules()) draftOf(module.site).modules.push(module);
  const origins = wholeChain(drafts.size, chains) ?? inOrder([...drafts.keys()], chains);
  return origins.map((origin) => ({ origin, ...drafts.get(origin)! }));
}

/** A definition with its order and its priority. */
function asWritten({ value, order, priority }: DefinitionInfo): unknown {
  const placed = order === undefined ? value : mkOrder<unknown>(order, value);
  return priority === plainPriority ? placed : mkOverride<unknown>(priority, placed);
}

/** What a `mkMerge` is made of. */
const partsOf = (definition: unknown): readonly unknown[] =>
  tagOf(definition) === "merge" ? (definition as { readonly contents: readonly unknown[] }).contents : [definition];

/** The longest chain, if it holds all of them and no other one contradicts it. */
function wholeChain(count: number, chains: readonly (readonly string[])[]): readonly string[] | undefined {
  const longest = chains.reduce((a, b) => (b.length > a.length ? b : a));
  if (longest.length !== count) return undefined;
  const places = new Map(longest.map((origin, index) => [origin, index]));
  if (places.size !== count) return undefined;
  const isSame = (chain: readonly string[]) =>
    chain.every((origin, index) => index === 0 || places.get(chain[index - 1]!)! <= places.get(origin)!);
  return chains.every((chain) => chain === longest || isSame(chain)) ? longest : undefined;
}

/** Those whose place among each other shows somewhere have that place; the others are in the order in which they were met. */
function inOrder(met: readonly string[], chains: readonly (readonly string[])[]): readonly string[] {
  const followers = new Map(met.map((origin) => [origin, new Set<string>()]));
  const waiting = new Map(met.map((origin) => [origin, 0]));
  for (const chain of chains) {
    for (let index = 1; index < chain.length; index++) {
      const [before, after] = [chain[index - 1]!, chain[index]!];
      if (before === after || followers.get(before)!.has(after)) continue;
      followers.get(before)!.add(after);
      waiting.set(after, waiting.get(after)! + 1);
    }
  }
  const ordered = met.filter((origin) => waiting.get(origin) === 0);
  for (const origin of ordered) {
    for (const after of followers.get(origin)!) {
      const left = waiting.get(after)! - 1;
      waiting.set(after, left);
      if (left === 0) ordered.push(after);
    }
  }
  return ordered;
}

/** The label of the contributor, without the part of it that the definition stands in. */
const labelOf = ({ label = "", origin = "" }: Site): string => (origin.includes(":") ? label.replace(/, extraModules$/, "") : origin);
