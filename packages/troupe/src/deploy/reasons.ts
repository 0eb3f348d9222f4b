/** Why an entry differs: what changed for those who contribute to it, between two provenances. */
import { formatVersions, type Provenance } from "@troupe/linux";
import type { JsonValue } from "@troupe/modules";
import { parseReadKey } from "./provenance.ts";
import type { Cause, Reason, ValueChange } from "./model/plan.ts";

type Contributor = Provenance["contributors"][string];

const none: Provenance = { version: formatVersions.provenance, entries: {}, contributors: {} };

/**
 * The reasons for the difference of one entry ("unit:kvstore.service"), in the order of the origins. On a machine that
 * has no generation yet, every contributor has joined.
 */
export function reasonsFor(entry: string, before: Provenance = none, after: Provenance = none): readonly Reason[] {
  const origins = [...new Set([...(before.entries[entry] ?? []), ...(after.entries[entry] ?? [])])];
  const reasons = origins.toSorted().flatMap((origin) =>
    causesFor(before.contributors[origin], after.contributors[origin]).map((cause) => ({
      origin,
      label: (after.contributors[origin] ?? before.contributors[origin])?.label ?? origin,
      cause,
    })),
  );
  // Reasons of the kind "code" explain the difference only if there are no other reasons.
  const telling = reasons.filter((reason) => reason.cause.kind !== "code");
  return telling.length > 0 ? telling : reasons;
}

function causesFor(before: Contributor | undefined, after: Contributor | undefined): readonly Cause[] {
  if (after === undefined) return [{ kind: "left" }];
  if (before === undefined) return [{ kind: "joined" }];
  const causes: Cause[] = [];
  const settings = valueChanges(before.settings, after.settings);
  if (settings.length > 0) causes.push({ kind: "settings", changes: settings });
  for (const key of [...new Set([...Object.keys(before.reads), ...Object.keys(after.reads)])].toSorted()) {
    const [from, to] = [before.reads[key], after.reads[key]];
    const changes = valueChanges(from, to);
    if (changes.length === 0) continue;
    const change = from === undefined ? "new" : to === undefined ? "gone" : "changed";
    const read = parseReadKey(key);
    causes.push({
      ...("scope" in read ? { kind: "export", ...read } : { kind: "annotations", ...read }),
      change,
      changes,
    });
  }
  return causes.length > 0 ? causes : [{ kind: "code" }];
}

/** The leaves that differ; lists of plain values count as leaves. */
export function valueChanges(
  from: JsonValue | undefined,
  to: JsonValue | undefined,
  path: readonly string[] = [],
): readonly ValueChange[] {
  if (isRecord(from) || isRecord(to)) {
    const [before, after] = [isRecord(from) ? from : {}, isRecord(to) ? to : {}];
    const scalar = from !== undefined && to !== undefined && isRecord(from) !== isRecord(to);
    if (!scalar) {
      const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
      return keys.flatMap((key) => valueChanges(before[key], after[key], [...path, key]));
    }
  }
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  return [{ path, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
}

function isRecord(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
