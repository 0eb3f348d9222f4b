/** Reasons as text. */
import type { JsonValue } from "@troupe/modules";
import type { Cause, Reason, ValueChange } from "./model/plan.ts";

/**
 * Describes a reason of a change.
 *
 * @example
 * describeReason({
 *   origin: "kvstore:sessions:replica:bob",
 *   label: "instance sessions, role replica",
 *   cause: { kind: "settings", changes: [{ path: ["port"], from: 6379, to: 6400 }] },
 * });
 * // => "instance sessions, role replica: its settings changed: port 6379 → 6400"
 */
export function describeReason({ label, cause }: Reason): string {
  return `${label}: ${describeCause(cause)}`;
}

function describeCause(cause: Cause): string {
  switch (cause.kind) {
    case "joined":
      return "joined";
    case "left":
      return "left";
    case "code":
      return "its service's code changed";
    case "settings":
      return `its settings changed: ${cause.changes.map(describeValueChange).join(", ")}`;
    case "export":
      return `export ${cause.scope} is ${describeChange(cause)}`;
    case "annotations":
      if (cause.change !== "changed") return `machine ${cause.machine} ${cause.change === "new" ? "came" : "went"}`;
      return `what is known of machine ${cause.machine} is ${describeChange(cause)}`;
  }
}

const describeChange = ({ change, changes }: Extract<Cause, { readonly change: string }>): string =>
  change === "changed" ? `changed: ${changes.map(describeValueChange).join(", ")}` : change;

/** `port 6379 → 6400`. */
export function describeValueChange({ path, from, to }: ValueChange): string {
  const name = path.join(".");
  const change =
    to === undefined
      ? `${showValue(from!)} is gone`
      : from === undefined
        ? `is ${showValue(to)} now`
        : `${showValue(from)} → ${showValue(to)}`;
  return name === "" ? change : `${name} ${change}`;
}

const longest = 80;

function showValue(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
