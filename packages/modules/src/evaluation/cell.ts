/**
 * A value that is computed when it is first read, and remembered; errors are remembered too. A stack of the values in
 * progress turns a value that needs itself into a diagnostic that names each step of the loop.
 */
import { diagnose, fail } from "../diagnostics/catalogue.ts";
import { isTroupeError, type Mark, TroupeError } from "../diagnostics/diagnostic.ts";
import { cycle, definitionFailed, tooDeep } from "../diagnostics/kinds.ts";
import { showPath } from "../diagnostics/show.ts";
import type { Path } from "../definitions/definition.ts";

/** A value that is computed when it is first read. `path` and `marks` name it in messages. */
export interface Cell<T> {
  readonly path: Path;
  compute: (() => T) | undefined;
  state: "waiting" | "running" | "done" | "failed";
  outcome: unknown;
  readonly marks: (() => readonly Mark[]) | undefined;
}

/** Makes a cell. */
export function cell<T>(path: Path, compute: () => T, marks?: () => readonly Mark[]): Cell<T> {
  return { path, compute, state: "waiting", outcome: undefined, marks };
}

const inProgress: Cell<unknown>[] = [];
let overflowedIn: readonly Path[] | undefined;

/** The value of a cell. Whatever computing it throws comes out as a {@link TroupeError}, now and every other time. */
export function read<T>(source: Cell<T>): T {
  if (source.state === "done") return source.outcome as T;
  if (source.state === "failed") throw source.outcome;
  if (source.state === "running") return failCycle(source);
  source.state = "running";
  inProgress.push(source);
  try {
    source.outcome = source.compute!();
    source.state = "done";
    source.compute = undefined;
    return source.outcome as T;
  } catch (error) {
    if (error instanceof RangeError) return unwind(source, error);
    source.state = "failed";
    source.outcome = asTroupeError(error, source);
    source.compute = undefined;
    throw source.outcome;
  } finally {
    inProgress.pop();
  }
}

/** Runs somebody's function outside of any cell, so that what it throws is a {@link TroupeError}. */
export function guard<T>(path: Path, compute: () => T, marks?: () => readonly Mark[]): T {
  return read(cell(path, compute, marks));
}

function asTroupeError(error: unknown, { path, marks }: Cell<unknown>): TroupeError {
  if (isTroupeError(error)) return error;
  const text = error instanceof Error ? `${error.name === "Error" ? "" : `${error.name}: `}${error.message}` : String(error);
  const shown = showPath(path);
  const problem = diagnose(definitionFailed, { path: shown, error: text }, { path: shown, marks: marks?.() ?? [] });
  return new TroupeError([problem], { cause: error });
}

/**
 * The call stack has overflowed. That says how deep the reader was and nothing about this one value, so it is not remembered; only
 * the outermost read has room to say what happened.
 */
function unwind(source: Cell<unknown>, error: RangeError): never {
  overflowedIn ??= inProgress.slice(-8).map(({ path }) => path);
  source.state = "waiting";
  if (inProgress.length > 1) throw error;
  const notes = distinct(overflowedIn.map(showPath)).map((path) => `while computing ${path}`);
  overflowedIn = undefined;
  const path = showPath(source.path);
  return fail(tooDeep, { path }, { path, marks: source.marks?.() ?? [], notes });
}

function failCycle(source: Cell<unknown>): never {
  const loop = inProgress.slice(inProgress.lastIndexOf(source));
  const steps = distinct(loop.map(({ path }) => showPath(path)));
  const notes = steps.map((step, index) => `${step} needs ${steps[(index + 1) % steps.length]}`);
  const path = steps[0]!;
  const marks = loop.flatMap((step) => step.marks?.() ?? []);
  return fail(cycle, { path }, { path, marks, notes });
}

/** Without repetitions of neighbours; the first and the last are neighbours too. */
function distinct(names: readonly string[]): readonly string[] {
  const kept = names.filter((name, index) => index === 0 || name !== names[index - 1]);
  return kept.length > 1 && kept.at(-1) === kept[0] ? kept.slice(0, -1) : kept;
}
