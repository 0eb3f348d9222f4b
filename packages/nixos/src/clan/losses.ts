/** What Clan's inventory has no words for, told once for everything of a kind. */
import { diagnose, type Diagnostic, type Site } from "@troupe/modules";
import { notInClan } from "../diagnostics.ts";

/** One thing that cannot be said in Clan's words. */
export interface Lost {
  /** The kind of thing: "filters". */
  readonly what: string;
  /** What became of all of these things, given what this is about: "alice and bob", "are". */
  readonly fate: (names: string, are: string) => string;
  /** "machine alice" */
  readonly name: string;
  readonly site: Site;
  readonly instead?: string | undefined;
}

/** The most places that a message shows. */
const mostPlaces = 5;

/** One message for everything of a kind. */
export function lostDiagnostics(lost: readonly Lost[]): readonly Diagnostic[] {
  const byKind = new Map<string, Lost[]>();
  for (const each of lost) byKind.set(each.what, [...(byKind.get(each.what) ?? []), each]);
  return [...byKind].map(([what, all]) => {
    const [{ fate, instead }] = all as [Lost];
    const names = [...new Set(all.map(({ name }) => name))];
    return diagnose(
      notInClan,
      { what, fate: fate(listed(names), names.length === 1 ? "is" : "are"), instead },
      { marks: all.slice(0, mostPlaces).map(({ site }) => ({ site })) },
    );
  });
}

function listed(names: readonly string[]): string {
  const shown = names.length > mostPlaces + 1 ? [...names.slice(0, mostPlaces), `${names.length - mostPlaces} more`] : names;
  return shown.length === 1 ? shown[0]! : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
