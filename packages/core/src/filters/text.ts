/** Filters as text, for command lines: `tag:eu & !web.north, cluster:south`. */
import { fail } from "@troupe/modules";
import { didYouMean } from "@troupe/modules/internal";
import { malformedFilterText } from "../diagnostics.ts";
import type { Filter } from "../model/filters.ts";
import { filterKinds } from "./kinds.ts";

const kinds = Object.entries(filterKinds);
const keyByPrefix = new Map(
  kinds.flatMap(([key, { syntax }]) => (syntax?.form === "name" ? [[syntax.prefix, key] as const] : [])),
);
const prefixes = [...keyByPrefix.keys()].filter((prefix) => prefix !== "");
const operatorsOf = (form: "before" | "between") =>
  kinds
    .flatMap(([key, { syntax }]) =>
      syntax?.form === form ? [{ key, operators: syntax.operators, strength: syntax.strength }] : [],
    )
    .toSorted((a, b) => a.strength - b.strength);
const before = operatorsOf("before");
/** The weakest operator comes first. */
const between = operatorsOf("between");
const punctuation = [...[...before, ...between].flatMap(({ operators }) => operators), "(", ")"];
const tokenPattern = new RegExp(`[${punctuation.join("")}]|[^${punctuation.join("")}\\s]+`, "g");

/**
 * The filter that a text means: names of machines, `tag:NAME`, `class:NAME`, `cluster:NAME` and `service:NAME`, put
 * together with `!` (not), `&` (and), `,` or `|` (or) and parentheses, in this order of strength.
 *
 * @throws TRP2112 if it cannot be read
 * @example
 * parseFilter("tag:eu & !web.north, db"); // => { or: [{ and: [{ tag: "eu" }, { not: { hostname: "web.north" } }] }, { hostname: "db" }] }
 * parseFilter("tag:eu &"); // => throws TRP2112
 */
export function parseFilter(text: string): Filter {
  const tokens = text.match(tokenPattern) ?? [];
  let position = 0;
  const refuse = (hint?: string): never =>
    fail(
      malformedFilterText,
      { text, at: tokens[position], after: tokens.slice(0, position).join(" ") || undefined },
      { hint },
    );
  const take = (...wanted: readonly string[]): boolean => {
    const found = wanted.includes(tokens[position] ?? "");
    if (found) position++;
    return found;
  };
  /** Filters with the operators of one level of strength and those above it. */
  function joinedFrom(level: number): Filter {
    const operator = between[level];
    if (operator === undefined) return single();
    const parts = [joinedFrom(level + 1)];
    while (take(...operator.operators)) parts.push(joinedFrom(level + 1));
    return parts.length === 1 ? parts[0]! : filterOf(operator.key, parts);
  }
  function single(): Filter {
    const operator = before.find(({ operators }) => take(...operators));
    if (operator !== undefined) return filterOf(operator.key, single());
    if (take("(")) {
      const inside = joinedFrom(0);
      return take(")") ? inside : refuse();
    }
    const token = tokens[position];
    if (token === undefined || punctuation.includes(token)) return refuse();
    const [, prefix = "", name = token] = /^([^:]+):(.*)$/.exec(token) ?? [];
    if (name === "") return refuse();
    const key = keyByPrefix.get(prefix);
    const forms = prefixes.map((each) => `${each}:${name}`);
    if (key === undefined) return refuse(didYouMean(token, forms));
    position++;
    return filterOf(key, name);
  }
  const filter = joinedFrom(0);
  return position === tokens.length ? filter : refuse();
}

const filterOf = (key: string, value: unknown): Filter => ({ [key]: value }) as unknown as Filter;

/**
 * A filter as people read it; the inverse of {@link parseFilter} as far as that has a form for it.
 *
 * @example
 * showFilter({ and: [{ tag: "eu" }, { not: { hostname: "web.north" } }] }); // => "tag:eu & !web.north"
 */
export function showFilter(filter: Filter): string {
  return show(filter, 0);
}

/** `around` is the strength of the operator around the filter. */
function show(filter: unknown, around: number): string {
  const [key = "", value] = Object.entries(Object(filter) as object)[0] ?? [];
  const kind = Object.hasOwn(filterKinds, key) ? filterKinds[key]! : undefined;
  // A malformed filter has been reported where it was resolved.
  if (kind?.accepts(value) !== true) return "…";
  const text = kind.show(value as never, show);
  return kind.syntax?.form === "between" && kind.syntax.strength < around ? `(${text})` : text;
}
