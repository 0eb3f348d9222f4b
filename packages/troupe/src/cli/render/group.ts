/** Groups diagnostics that are equal, or equal but for the machine. */
import type { Diagnostic } from "@troupe/modules";
import { listed } from "../../text/text.ts";

const placesOf = ({ marks }: Diagnostic) =>
  marks.map(({ site: { file, line, column }, note }) => [file, line, column, note]);

/** Returns the diagnostics without duplicates. */
export function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyOf = (diagnostic: Diagnostic) =>
    JSON.stringify([diagnostic.code, diagnostic.message, diagnostic.path, diagnostic.notes, placesOf(diagnostic)]);
  return [...new Map(diagnostics.map((diagnostic) => [keyOf(diagnostic), diagnostic])).values()];
}

/**
 * Returns one diagnostic for each group of diagnostics that differ in the machine alone, with the names of the other
 * machines in a note.
 */
export function grouped(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of distinct(diagnostics)) {
    const key = withoutMachine(diagnostic);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [diagnostic]);
    else group.push(diagnostic);
  }
  return [...groups.values()].map((group) => {
    // A diagnostic of no machine is about all machines.
    const first = group.find((diagnostic) => machineOf(diagnostic) === undefined) ?? group[0]!;
    const others = group
      .filter((diagnostic) => diagnostic !== first)
      .flatMap((diagnostic) => machineOf(diagnostic) ?? []);
    return others.length === 0 || first.marks.length === 0 || machineOf(first) === undefined
      ? first
      : { ...first, notes: [...(first.notes ?? []), `The same for ${listed([...new Set(others)])}.`] };
  });
}

/** Returns the text and the places of a diagnostic, with `*` in place of its machine. */
function withoutMachine(diagnostic: Diagnostic): string {
  const { code, message, path, notes, hint } = diagnostic;
  // Without a place, two diagnostics may have different causes.
  const machine = diagnostic.marks.some(({ site }) => site.line !== undefined) ? machineOf(diagnostic) : undefined;
  const key = JSON.stringify([code, message, path, notes, hint, placesOf(diagnostic)]);
  if (machine === undefined) return key;
  return key
    .replaceAll(`.machines.${machine}.`, ".")
    .replaceAll(new RegExp(`(?<![\\w.-])${machine.replaceAll(".", "\\.")}(?![\\w-])`, "g"), "*");
}

const inWords = /\bmachine \\?"?([A-Za-z0-9][A-Za-z0-9.-]*)/;
const inPath = /\bmachines\.([A-Za-z0-9-]+)\.|"[^":]+:[^":]+:[^":]+:([^":]+)"/;

/** Returns the machine that a diagnostic names; undefined without one. */
function machineOf({ message, path = "", notes = [] }: Diagnostic): string | undefined {
  const match = inPath.exec(path) ?? inWords.exec(message) ?? inWords.exec(notes.join(" "));
  return match?.[1] ?? match?.[2];
}
