/** Annotations, computed from machines and their own configuration alone. Each part is computed when it is read. */
import { type Evaluation, fail, force, isTroupeError, type Site, TroupeError } from "@troupe/modules";
import { fqdnOf } from "../clusters/known-names.ts";
import { ipsNotKnown } from "../diagnostics.ts";
import { lazyProperty } from "../lazy-property.ts";
import { isIpAddress } from "./facts.ts";
import type { FilterMachine } from "../model/filters.ts";
import type { Machine } from "../model/machine.ts";
import { memoize } from "../memoize.ts";
import type { Annotations, Facts, Ips } from "../model/annotations.ts";

/** The sources of annotations besides the machines. */
export interface AnnotationSources {
  readonly domain: string;
  /** The configuration of a machine before any service has touched it, with its facts. */
  readonly own: (machine: Machine) => Evaluation;
  /** True for a machine whose configuration only its platform can evaluate. */
  readonly isOpaque: (machine: Machine) => boolean;
  /** The roles that a machine has in each instance. */
  readonly rolesOf: (machine: string) => { readonly [instance: string]: readonly string[] };
}

/** The annotations of all machines; those of one are the same object each time. */
export function createAnnotations(
  machines: ReadonlyMap<string, Machine>,
  sources: AnnotationSources,
): (machine: string) => FilterMachine {
  const known = new Map<string, FilterMachine>();
  return (name) => memoize(known, name, () => annotate(machines.get(name)!, sources));
}

function annotate(machine: Machine, { domain, own, isOpaque, rolesOf }: AnnotationSources): FilterMachine {
  const { name, shortName, cluster, class: machineClass, tags } = machine;
  const annotations = {
    name,
    machineName: shortName,
    clusterName: cluster,
    fqdn: fqdnOf(machine, domain),
    class: machineClass,
    tags,
    extensions: machine.extensions,
  };
  let all: { readonly ips: Ips | null } | undefined;
  const facts = () => (all ??= ownFacts(machine, own));
  lazyProperty(annotations, "ips", () => facts().ips ?? refuseIps(machine, isOpaque(machine)));
  lazyProperty(annotations, "services", () => rolesOf(name));
  lazyProperty(annotations, "facts", () => {
    const { ips: _, ...rest } = facts();
    places.set(rest, (fact) => {
      const definitions = fact === undefined ? [] : own(machine).definitionsAt(["facts", fact]);
      return definitions.find(({ status }) => status === "used")?.site ?? machine.site;
    });
    return rest;
  });
  return annotations as typeof annotations & Annotations;
}

const places = new WeakMap<Facts, (fact: string | undefined) => Site>();

/**
 * Returns the place of one of a machine's facts. Without a fact, or where its place is unknown, returns the place of
 * the machine.
 */
export const siteOfFact = (facts: Facts, fact?: string): Site => places.get(facts)?.(fact) ?? {};

/** The note of a diagnostic about a module that expects more than annotations hold. */
const firstPhase =
  "Facts are worked out from the machine's own modules alone, before any service has contributed: what services contribute is read through exports.";

function ownFacts(machine: Machine, own: (machine: Machine) => Evaluation): Facts & { readonly ips: Ips | null } {
  try {
    return force((own(machine).config as { readonly facts: Facts & { readonly ips: Ips | null } }).facts);
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    const diagnostics = error.diagnostics.map((each) => ({
      ...each,
      marks: each.marks.length > 0 ? each.marks : machine.module.map(({ site }) => ({ site })),
      notes: [...(each.notes ?? []), firstPhase, `on machine ${machine.name}`],
    }));
    throw new TroupeError(diagnostics, { cause: error });
  }
}

function refuseIps({ name, address, site }: Machine, isOpaque: boolean): never {
  const known = address !== undefined && isIpAddress(address) ? address : undefined;
  return fail(ipsNotKnown, { machine: name, isOpaque, address: known }, { marks: [{ site }] });
}
