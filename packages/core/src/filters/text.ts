/** Filters as text, for command lines: `tag:eu & !web.north, cluster:south`. */
import { fail } from "@troupe/modules";
import { didYouMean } from "@troupe/modules/internal";
import { malformedFilterText } from "../diagnostics.ts";
import type { Filter } from "../model/filters.ts";

const named: { readonly [prefix: string]: (name: string) => Filter } = {
  tag: (name) => ({ tag: name }),
  class: (name) => ({ machineClass: name }),
  cluster: (name) => ({ clusterMachines: name }),
  service: (name) => ({ service: name }),
};

/**
 * The filter that a text means: names of machines, `tag:NAME`, `class:NAME`, `cluster:NAME` and `service:NAME`, put together with `!` (not),
 * `&` (and), `,` or `|` (or) and parentheses, in this order of strength.
 *
 * @throws TRP2112 if it cannot be read
 * @example
 * parseFilter("tag:eu & !web.north, db"); // => { or: [{ and: [{ tag: "eu" }, { not: { hostname: "web.north" } }] }, { hostname: "db" }] }
 * parseFilter("tag:eu &"); // => throws TRP2112
 */
export function parseFilter(text: string): Filter {
  const tokens = text.match(/[&|,!()]|[^&|,!()\s]+/g) ?? [];
  let position = 0;
  const refuse = (hint?: string): never =>
    fail(malformedFilterText, { text, at: tokens[position], after: tokens.slice(0, position).join(" ") || undefined }, { hint });
  const take = (...wanted: readonly string[]): boolean => {
    const found = wanted.includes(tokens[position] ?? "");
    if (found) position++;
    return found;
  };
  const several = (key: "and" | "or", operators: readonly string[], part: () => Filter): Filter => {
    const parts = [part()];
    while (take(...operators)) parts.push(part());
    return parts.length === 1 ? parts[0]! : ({ [key]: parts } as unknown as Filter);
  };
  const anyOf = (): Filter => several("or", ["|", ","], allOf);
  const allOf = (): Filter => several("and", ["&"], one);
  function one(): Filter {
    if (take("!")) return { not: one() };
    if (take("(")) {
      const inside = anyOf();
      return take(")") ? inside : refuse();
    }
    const token = tokens[position];
    if (token === undefined || /^[&|,)]$/.test(token)) return refuse();
    const [, prefix = "", name = ""] = /^(.*?):(.*)$/.exec(token) ?? [];
    if (prefix !== "" && name === "") return refuse();
    if (prefix !== "" && !Object.hasOwn(named, prefix)) {
      const forms = Object.keys(named).map((each) => `${each}:${name}`);
      return refuse(didYouMean(token, forms));
    }
    position++;
    return prefix === "" ? { hostname: token } : named[prefix]!(name);
  }
  const filter = anyOf();
  return position === tokens.length ? filter : refuse();
}

/**
 * A filter as people read it; the inverse of {@link parseFilter} as far as that has a form for it.
 *
 * @example
 * showFilter({ and: [{ tag: "eu" }, { not: { hostname: "web.north" } }] }); // => "tag:eu & !web.north"
 */
export function showFilter(filter: Filter): string {
  return show(filter, 0);
}

/** `around` is how strongly what stands around binds: 0 or, 1 and, 2 not. */
function show(filter: Filter, around: number): string {
  const inside = (text: string, strength: number) => (strength < around ? `(${text})` : text);
  if ("hostname" in filter) return filter.hostname;
  if ("tag" in filter) return `tag:${filter.tag}`;
  if ("machineClass" in filter) return `class:${filter.machineClass}`;
  if ("clusterMachines" in filter) return filter.clusterMachines === true ? "the cluster's machines" : `cluster:${filter.clusterMachines}`;
  if ("service" in filter) return `service:${filter.service}`;
  if ("all" in filter) return "all";
  if ("and" in filter) return inside(filter.and.map((each) => show(each, 1)).join(" & "), 1);
  if ("or" in filter) return inside(filter.or.map((each) => show(each, 0)).join(", "), 0);
  if ("not" in filter) return `!${show(filter.not, 2)}`;
  if ("anyCluster" in filter) return `any cluster's (${show(filter.anyCluster, 0)})`;
  return "where …";
}
