/** Problems that are the same are told once: to the letter, or but for the machine that they were met on. */
import type { Diagnostic } from "@troupe/modules";
import { listed } from "../../text/text.ts";

const placesOf = ({ marks }: Diagnostic) => marks.map(({ site: { file, line, column }, note }) => [file, line, column, note]);

/** Each problem once, of those that do not differ in what is told. */
export function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyOf = (each: Diagnostic) => JSON.stringify([each.code, each.message, each.path, each.notes, placesOf(each)]);
  return [...new Map(diagnostics.map((each) => [keyOf(each), each])).values()];
}

/** The same for people: what many machines have in common is told for one of them, with the names of the others. */
export function grouped(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const groups = new Map<string, Diagnostic[]>();
  for (const each of distinct(diagnostics)) {
    const key = withoutMachine(each);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [each]);
    else known.push(each);
  }
  return [...groups.values()].map((group) => {
    // What is said of all comes before what is said of some.
    const first = group.find((each) => machineOf(each) === undefined) ?? group[0]!;
    const others = group.filter((each) => each !== first).flatMap((each) => machineOf(each) ?? []);
    return others.length === 0 || first.marks.length === 0 || machineOf(first) === undefined
      ? first
      : { ...first, notes: [...(first.notes ?? []), `The same for ${listed([...new Set(others)])}.`] };
  });
}

/** The text and the places of a problem, whichever machine it was met on. */
function withoutMachine(diagnostic: Diagnostic): string {
  const { code, message, path, notes, hint } = diagnostic;
  // Without a place there is nothing to say that it is one mistake and not several.
  const machine = diagnostic.marks.some(({ site }) => site.line !== undefined) ? machineOf(diagnostic) : undefined;
  const key = JSON.stringify([code, message, path, notes, hint, placesOf(diagnostic)]);
  if (machine === undefined) return key;
  return key
    .replaceAll(`.machines.${machine}.`, ".")
    .replaceAll(new RegExp(`(?<![\\w.-])${machine.replaceAll(".", "\\.")}(?![\\w-])`, "g"), "*");
}

const inWords = /\bmachine \\?"?([A-Za-z0-9][A-Za-z0-9.-]*)/;
const inPath = /\bmachines\.([A-Za-z0-9-]+)\.|"[^":]+:[^":]+:[^":]+:([^":]+)"/;

/** The machine that a problem was met on, as far as it says so. */
function machineOf({ message, path = "", notes = [] }: Diagnostic): string | undefined {
  const found = inPath.exec(path) ?? inWords.exec(message) ?? inWords.exec(notes.join(" "));
  return found?.[1] ?? found?.[2];
}
