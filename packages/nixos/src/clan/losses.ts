/** Losses: parts of an inventory that Clan has no words for. Losses of one kind are reported together. */
import { diagnose, type Diagnostic, type Site } from "@troupe/modules";
import { notInClan } from "../diagnostics.ts";

/** A part of an inventory that Clan has no words for. */
export interface Loss {
  /** The kind of part: "filters". */
  readonly what: string;
  /** Says what happens to the parts of this kind, given their names and a verb: "alice and bob", "are". */
  readonly fate: (names: string, are: string) => string;
  /** The name of the part, such as "machine alice". */
  readonly name: string;
  readonly site: Site;
  readonly instead?: string | undefined;
}

/** The largest number of places that a message shows. */
const mostPlaces = 5;

/** Returns one diagnostic for each kind (TRP3240). */
export function lossDiagnostics(losses: readonly Loss[]): readonly Diagnostic[] {
  const byKind = new Map<string, Loss[]>();
  for (const loss of losses) byKind.set(loss.what, [...(byKind.get(loss.what) ?? []), loss]);
  return [...byKind].map(([what, all]) => {
    const [{ fate, instead }] = all as [Loss];
    const names = [...new Set(all.map(({ name }) => name))];
    return diagnose(
      notInClan,
      { what, fate: fate(listed(names), names.length === 1 ? "is" : "are"), instead },
      { marks: all.slice(0, mostPlaces).map(({ site }) => ({ site })) },
    );
  });
}

function listed(names: readonly string[]): string {
  const shown =
    names.length > mostPlaces + 1 ? [...names.slice(0, mostPlaces), `${names.length - mostPlaces} more`] : names;
  return shown.length === 1 ? shown[0]! : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
