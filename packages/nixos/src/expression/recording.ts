/** Recordings: the Nix values that a user's function reads, makes and uses. */
import type { Recording } from "../model/expression.ts";

/** Returns an empty recording, which replaces the value of the number `without` by undefined. */
export function startRecording(without?: number): Recording {
  return { placeholders: undefined, functions: undefined, made: [], without, place: undefined };
}

let current: Recording | undefined;

/** Returns the recording that user code runs in; undefined outside of user code. */
export const currentRecording = (): Recording | undefined => current;

/** Runs `run` in a recording. */
export function recordIn<T>(recording: Recording, run: () => T): T {
  const outer = current;
  current = recording;
  try {
    return run();
  } finally {
    current = outer;
  }
}
