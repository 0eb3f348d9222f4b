/** What is recorded while a user's function runs: Nix values, what stands for them in texts, and which of them were never used. */
import type { Site } from "@troupe/modules";
import type { Expression } from "./expression.ts";

/** One Nix value that was read or made, by its number. */
export interface Recorded {
  readonly expression: Expression;
  used: boolean;
}

/** A function of the user's that became one of Nix, so that it is called once. */
export interface MadeFunction {
  readonly header: readonly (string | readonly string[])[];
  readonly bound: readonly { readonly name: string; readonly binder: object }[];
  readonly body: unknown;
}

/** See {@link startRecording}. */
export interface Recording {
  /** What stands in texts for Nix values. */
  placeholders: Map<string, Expression> | undefined;
  functions: Map<Function, MadeFunction> | undefined;
  /** Values in the order in which they were made. */
  readonly made: Recorded[];
  /** The number of the value that is replaced by undefined, to see whether anything depends on it. */
  readonly without: number | undefined;
  /** Where the value that is left out was read. */
  place: Site | undefined;
}

/** An empty recording. */
export function startRecording(without?: number): Recording {
  return { placeholders: undefined, functions: undefined, made: [], without, place: undefined };
}

let current: Recording | undefined;

/** The recording that user code runs in; undefined outside. */
export const currentRecording = (): Recording | undefined => current;

/** Runs something with this recording. */
export function recordIn<T>(recording: Recording, run: () => T): T {
  const around = current;
  current = recording;
  try {
    return run();
  } finally {
    current = around;
  }
}
