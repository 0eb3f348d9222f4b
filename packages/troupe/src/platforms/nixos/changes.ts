/** The changes of contributions to a system: modules and inputs of the flake, with their reasons. */
import type { Change } from "../../deploy/model/plan.ts";
import { reasonsFor } from "../../deploy/reasons.ts";
import { unifiedDiff } from "../../deploy/unified-diff.ts";
import type { NixosRecord } from "./contributions.ts";

/**
 * In the order in which people read them: what all machines are made of comes first. Without a record, every module and
 * input is new.
 */
export function contributionChanges(before: NixosRecord | undefined, after: NixosRecord): readonly Change[] {
  return [...inputChanges(before?.inputs ?? {}, after.inputs), ...moduleChanges(before, after)];
}

function inputChanges(before: NixosRecord["inputs"], after: NixosRecord["inputs"]): readonly Change[] {
  return names(before, after).flatMap((name): readonly Change[] => {
    const [from, to] = [before[name], after[name]];
    if (from === to) return [];
    if (from === undefined) return [{ kind: "input", name, action: "add", notes: [to!], why: [] }];
    return [
      to === undefined
        ? { kind: "input", name, action: "remove", why: [] }
        : { kind: "input", name, action: "change", notes: [`${from} → ${to}`], why: [] },
    ];
  });
}

function moduleChanges(before: NixosRecord | undefined, after: NixosRecord): readonly Change[] {
  return names(before?.modules ?? {}, after.modules).flatMap((name): readonly Change[] => {
    const [from, to] = [before?.modules[name], after.modules[name]];
    if (from === to) return [];
    const why = reasonsFor(`module:${name}`, before?.provenance, after.provenance);
    if (to === undefined) return [{ kind: "module", name, action: "remove", why }];
    const diff = unifiedDiff(name, from === undefined ? undefined : Buffer.from(from), Buffer.from(to));
    return [{ kind: "module", name, action: from === undefined ? "add" : "change", ...(diff !== "" && { diff }), why }];
  });
}

const names = (before: object, after: object): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
