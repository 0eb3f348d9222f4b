/** Merges of definitions that cannot be combined: equal definitions, or exactly one. */
import type { Definition, Path } from "../model/definition.ts";
import { equalValues } from "./value.ts";
import { fail } from "../diagnostics/diagnostic-kind.ts";
import { conflictingDefinitions, definedTwice } from "../diagnostics/kinds.ts";
import { showPath, showValue } from "../diagnostics/value-text.ts";
import { anyInJson, marksOf } from "./definition-marks.ts";

/** Returns the value of definitions that are all equal. Throws TRP1001 otherwise. */
export function mergeEqual(path: Path, definitions: readonly Definition[]): unknown {
  const first = definitions[0]!;
  for (const other of definitions) {
    if (other !== first && !equalValues(first.value, other.value)) return conflict(path, definitions);
  }
  return first.value;
}

/** Returns the value of the only definition. Throws TRP1015 for several, with `message` after the first sentence. */
export function mergeOne(path: Path, definitions: readonly Definition[], message = ""): unknown {
  if (definitions.length === 1) return definitions[0]!.value;
  return fail(
    definedTwice,
    { path: showPath(path), message },
    { path: showPath(path), marks: marksOf(path, definitions) },
  );
}

/** Throws TRP1001, with a hint in the notation of the definitions' file. */
export function conflict(path: Path, definitions: readonly Definition[]): never {
  const json = anyInJson(definitions);
  const last = definitions[0]!.value;
  const example = json ? jsonText(last) : showValue(last, 40);
  const shown = showPath(path);
  return fail(
    conflictingDefinitions,
    { path: shown, priority: definitions[0]!.priority, json, example },
    { path: shown, marks: marksOf(path, definitions) },
  );
}

function jsonText(value: unknown): string {
  const scalar = typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null;
  return scalar ? JSON.stringify(value) : "…";
}
