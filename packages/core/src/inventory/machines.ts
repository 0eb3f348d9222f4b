/** The machines of the inventory, with their classes, addresses and tags. */
import { didYouMean } from "@troupe/modules";
import { invalidTargetHost, reservedTag, unknownClass } from "../diagnostics.ts";
import { machineName, sortedKeys } from "../names.ts";
import { parseTargetHost } from "./address.ts";
import type { InventoryModel, Machine } from "./model.ts";
import { resolveTags, tagsByMachine } from "./tags.ts";
import { labelled, type Written, type WrittenMachine } from "./written.ts";

/** What the inventory may say about classes. */
export interface ClassNames {
  readonly classes: readonly string[];
  readonly defaultClass: string;
}

/** What stands in for a machine of which nothing can be read. */
const nothing: WrittenMachine = { description: null, class: null, tags: [], address: null, deploy: { targetHost: null }, module: [] };

/** All machines and tags. */
export function resolveMachines(written: Written, { classes, defaultClass }: ClassNames): Pick<InventoryModel, "machines" | "tags"> {
  const { read, report } = written;
  const section = written.section("machines");
  const names = sortedKeys(section).filter((name) => written.checkName("a machine", machineName, name, ["machines", name]));
  const at = (name: string): WrittenMachine => read(() => section[name]!, nothing);

  const classOf = (name: string): string => {
    const declared = read(() => at(name).class, null) ?? defaultClass;
    if (classes.includes(declared)) return declared;
    report(unknownClass, { machine: name, class: declared }, ["machines", name, "class"], didYouMean(declared, classes));
    return defaultClass;
  };
  // One that is no name, which has been reported, does not take the others away.
  const ownTags = (name: string): readonly string[] => {
    const list = read(() => at(name).tags, []);
    return [...list.keys()].flatMap((index) => read(() => [list[index]!], []));
  };
  const tagged = new Map(names.map((name) => [name, { name, class: classOf(name), tags: [...new Set(ownTags(name))] }]));
  const declaredTags = written.section("tags");
  const declared = new Map(sortedKeys(declaredTags).map((tag) => [tag, read(() => declaredTags[tag]!, [])]));
  const tags = resolveTags(tagged, declared, classes, written);
  const tagsOf = tagsByMachine(tags.keys(), tags);

  // Only messages ask for places.
  const placed: PropertyDescriptor & ThisType<Machine> = {
    enumerable: true,
    get() {
      return written.place(["machines", this.name]);
    },
  };

  function machine(name: string): Machine {
    const { class: machineClass, tags: own } = tagged.get(name)!;
    for (const tag of own) if (classes.includes(tag) && tag !== machineClass) report(reservedTag, { tag }, ["machines", name, "tags"]);
    const address = read(() => at(name).address, null);
    const targetHost = read(() => at(name).deploy.targetHost, null);
    const target = targetHost === null ? undefined : parseTargetHost(targetHost);
    if (targetHost !== null && target === undefined) {
      report(invalidTargetHost, { machine: name, targetHost }, ["machines", name, "deploy", "targetHost"]);
    }
    const origin = `machine ${name}`;
    const path = ["machines", name];
    const resolved = {
      name,
      class: machineClass,
      description: read(() => at(name).description, null) ?? undefined,
      tags: tagsOf.get(name) ?? [],
      address: address ?? target?.host,
      targetHost: targetHost ?? address ?? undefined,
      module: labelled(
        read(() => at(name).module, []),
        [...path, "module"],
        { label: origin, origin },
      ),
    };
    return Object.defineProperty(resolved, "site", placed) as unknown as Machine;
  }
  return { machines: new Map(names.map((name) => [name, machine(name)])), tags };
}
