/** Reasons as text. */
import { isMachineOrigin } from "@troupe/core/internal";
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
export function describeReason({ origin, label, cause }: Reason): string {
  return `${label}: ${describeCause(cause, origin)}`;
}

/**
 * Provenance knows what a contributor read, and not which exports existed. So an export that the contributor did not
 * read before may be old.
 */
function describeCause(cause: Cause, origin: string): string {
  switch (cause.kind) {
    case "joined":
      return "joined";
    case "left":
      return "left";
    case "code":
      return isMachineOrigin(origin) ? "its module changed" : "its service's code changed";
    case "settings":
      return `its settings changed: ${cause.changes.map(describeValueChange).join(", ")}`;
    case "export":
      return describeRead(`export ${cause.scope}`, cause);
    case "annotations":
      return describeRead(`${cause.change === "changed" ? "what is known of " : ""}machine ${cause.machine}`, cause);
  }
}

function describeRead(what: string, { change, changes }: Extract<Cause, { readonly change: string }>): string {
  if (change === "changed") return `${what} is changed: ${changes.map(describeValueChange).join(", ")}`;
  return change === "new" ? `reads ${what} now` : `no longer reads ${what}`;
}

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
