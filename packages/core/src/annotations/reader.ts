/** Annotations as a service reads them. Each read is recorded, for the reasons of a plan. */
import { fail } from "@troupe/modules";
import { idCalled, nameHint } from "../clusters/known-names.ts";
import type { KnownNames } from "../model/names.ts";
import { unknownMachine } from "../diagnostics.ts";
import { nearestName } from "../names.ts";
import type { Annotations } from "../model/annotations.ts";

/** The annotations that a call has read, by the ids of machines. */
export type AnnotationReads = Map<
  string,
  { readonly annotations: Annotations; readonly parts: Set<keyof Annotations> }
>;

/** A call that reads annotations. */
export interface AnnotationReader {
  readonly caller: string;
  /** The cluster whose names it means; undefined outside of clusters. */
  readonly cluster: string | undefined;
  /** True if it named something by another name than its id, which others may come to have. */
  looked: boolean;
  /** Undefined as long as the call has read no annotation. */
  annotated: AnnotationReads | undefined;
}

/** The source of annotations. */
interface Source {
  readonly annotations: (machine: string) => Annotations;
  readonly names: KnownNames;
}

/** Returns the function with which one call reads annotations. Names of machines are looked up. */
export const annotationsReader =
  ({ annotations, names }: Source, reader: AnnotationReader) =>
  (name: string): Annotations => {
    const id = idCalled(names, name, reader.cluster, reader.caller);
    if (id !== name) reader.looked = true;
    if (id === undefined) {
      const hint = nameHint(names, name, { cluster: reader.cluster, things: "Machines", nearest: nearestName() });
      return fail(unknownMachine, { machine: name, where: reader.caller }, { hint });
    }
    return recorded(annotations(id), reader);
  };

/** The parts that are computed when they are read, and recorded then. */
const parts = ["ips", "services", "extensions", "facts"] as const;
/** The names and the class of a machine, which count as read by every call that is handed its annotations. */
const identity = ["name", "fqdn", "class"] as const;

const behind = Symbol("behind");
interface Recorded {
  readonly [behind]: { readonly annotations: Annotations; readonly parts: Set<keyof Annotations> };
}

// A service may be handed all machines for each machine, so the objects hold no functions of their own: they share
// these.
const properties: { readonly [part: string]: PropertyDescriptor & ThisType<Recorded> } = Object.fromEntries(
  parts.map((part): [string, PropertyDescriptor & ThisType<Recorded>] => [
    part,
    {
      enumerable: true,
      get() {
        const { annotations, parts: read } = this[behind];
        read.add(part);
        return annotations[part];
      },
    },
  ]),
);

function recorded(annotations: Annotations, reader: AnnotationReader): Annotations {
  const reads = (reader.annotated ??= new Map());
  let entry = reads.get(annotations.name);
  if (entry === undefined)
    reads.set(annotations.name, (entry = { annotations, parts: new Set<keyof Annotations>(identity) }));
  const { name, machineName, clusterName, fqdn, class: machineClass } = annotations;
  const own = Object.defineProperty({ name, machineName, clusterName, fqdn, class: machineClass }, behind, {
    value: entry,
  });
  return Object.defineProperties(own, properties) as unknown as Annotations;
}
