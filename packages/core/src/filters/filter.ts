/**
 * Filters: values that pick machines. Filters are the data that `inventory.json` holds, so both forms mean the same.
 */
import type { FilterMachine, Filter } from "../model/filters.ts";
import type { ClassName } from "../model/machine-class.ts";

/** The {@link Filter} with this key. */
type Of<K extends string, V> = { readonly [Key in K]: V };

/**
 * The one machine of this name: short (`host2`), as an id (`host2.cluster4`) or fully qualified
 * (`host2.cluster4.example.com`).
 *
 * @throws TRP2001 when resolved, if there is none; TRP2107 if there are several
 * @example
 * hostname("host2"); // => { hostname: "host2" }
 */
export const hostname = <const M extends string>(name: M): Of<"hostname", M> => ({ hostname: name });

/**
 * The machines of a cluster; without a name, of the cluster that the filter stands in.
 *
 * @throws TRP2108 when resolved, if there is no such cluster
 * @example
 * clusterMachines(); // => { clusterMachines: true }
 * clusterMachines("north"); // => { clusterMachines: "north" }
 */
export const clusterMachines: {
  (): Of<"clusterMachines", true>;
  <const C extends string>(cluster: C): Of<"clusterMachines", C>;
} = (cluster: string | true = true) => ({ clusterMachines: cluster as never });

/**
 * The machines that carry a tag.
 *
 * @throws TRP2002 when resolved, if no machine carries and no inventory declares it
 * @example
 * tag("eu"); // => { tag: "eu" }
 */
export const tag = <const T extends string>(name: T): Of<"tag", T> => ({ tag: name });

/**
 * The machines of a class.
 *
 * @example
 * machineClass("toy" as never); // => { machineClass: "toy" }
 */
export const machineClass = <const K extends ClassName>(name: K): Of<"machineClass", K> => ({ machineClass: name });

/**
 * The machines that an instance of a service does something for: its members, without those it only observes. An
 * instance has the names that a machine has: short, as an id, or fully qualified; the name of a service stands for all
 * its instances.
 *
 * @throws TRP2109 when resolved, if there is none; TRP2107 if there are several; TRP2110 if who is a member depends on
 *   this very filter
 * @example
 * service("dns"); // => { service: "dns" }
 */
export const service = <const I extends string>(name: I): Of<"service", I> => ({ service: name });

/**
 * All machines: of the cluster that the filter stands in, of the whole inventory where it stands in none.
 *
 * @example
 * all(); // => { all: true }
 */
export const all = (): Of<"all", true> => ({ all: true });

/**
 * The machines that all of these filters pick.
 *
 * @example
 * and(tag("eu"), not(hostname("db1"))); // => { and: [{ tag: "eu" }, { not: { hostname: "db1" } }] }
 */
export const and = <const F extends readonly Filter[]>(...filters: F): Of<"and", F> => ({ and: filters });

/**
 * The machines that any of these filters picks, each once.
 *
 * @example
 * or(tag("eu"), hostname("db1")); // => { or: [{ tag: "eu" }, { hostname: "db1" }] }
 */
export const or = <const F extends readonly Filter[]>(...filters: F): Of<"or", F> => ({ or: filters });

/**
 * All other machines: those of {@link all} that the filter does not pick.
 *
 * @example
 * not(tag("eu")); // => { not: { tag: "eu" } }
 */
export const not = <const F extends Filter>(filter: F): Of<"not", F> => ({ not: filter });

/**
 * The machines that the filter picks in the whole inventory, and not only in its own cluster.
 *
 * @example
 * anyCluster(tag("db")); // => { anyCluster: { tag: "db" } }
 */
export const anyCluster = <const F extends Filter>(filter: F): Of<"anyCluster", F> => ({ anyCluster: filter });

/**
 * The machines for which a function over their facts is true. JSON has no form for it.
 *
 * @throws TRP2501 when resolved, if the function fails
 * @example
 * Object.keys(where(({ facts }) => facts["rack"] === "a1")); // => ["where"]
 */
export const where = (
  picks: (machine: FilterMachine) => boolean,
): Of<"where", (machine: FilterMachine) => boolean> => ({ where: picks });
