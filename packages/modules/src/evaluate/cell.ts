/**
 * A value that is computed when it is first read, and remembered; errors are remembered too. A stack of the values in
 * progress turns a value that needs itself into a diagnostic that names each step of the loop.
 */
import { diagnose, fail } from "../diagnostics/catalogue.ts";
import { isTroupeError, TroupeError } from "../diagnostics/troupe-error.ts";
import type { Mark } from "../model/diagnostic.ts";
import { cycle, definitionFailed, tooDeep, undecidedDefinitions, wrapperAsText } from "../diagnostics/kinds.ts";
import { showPath } from "../diagnostics/value-text.ts";
import { describeThrown } from "../diagnostics/thrown-value.ts";
import type { Path } from "../model/definition.ts";

/**
 * What cells of one kind have in common. An evaluation has a cell for every value that is read, so a cell holds no functions of its own: it
 * belongs to something (`owner`), where `index` finds what it is about.
 */
export interface CellKind<O, T> {
  readonly compute: (owner: O, index: number) => T;
  /** The path and the marks name it in messages. */
  readonly path: (owner: O, index: number) => Path;
  readonly marks?: (owner: O, index: number) => readonly Mark[];
  /** True if it is not the value at `path`, but which definitions there are below. */
  readonly definitions?: true;
}

/** A value that is computed when it is first read. */
export interface Cell<T> {
  readonly kind: CellKind<unknown, T>;
  readonly index: number;
  /** Undefined once there is a value. */
  owner: unknown;
  state: "waiting" | "running" | "done" | "failed";
  outcome: unknown;
}

/** Makes a cell of this kind. */
export function cellOf<O, T>(kind: CellKind<O, T>, owner: O, index = 0): Cell<T> {
  return { kind: kind as CellKind<unknown, T>, index, owner, state: "waiting", outcome: undefined };
}

interface Single<T> {
  readonly path: Path;
  readonly compute: () => T;
  readonly marks: (() => readonly Mark[]) | undefined;
}

const single: CellKind<Single<unknown>, unknown> = {
  compute: ({ compute }) => compute(),
  path: ({ path }) => path,
  marks: ({ marks }) => marks?.() ?? [],
};

/** Makes a cell that is the only one of its kind. */
export function cell<T>(path: Path, compute: () => T, marks?: () => readonly Mark[]): Cell<T> {
  return cellOf(single as CellKind<Single<T>, T>, { path, compute, marks });
}

const pathOf = ({ kind, owner, index }: Cell<unknown>): Path => kind.path(owner, index);

const inProgress: Cell<unknown>[] = [];
let overflowedIn: readonly Cell<unknown>[] | undefined;
let attempts = 0;

/** The value of a cell. Whatever computing it throws comes out as a {@link TroupeError}, now and every other time. */
export function read<T>(source: Cell<T>): T {
  if (source.state === "done") return source.outcome as T;
  if (source.state === "failed") throw source.outcome;
  if (looking > 0) throw notReady;
  if (source.state === "running") return failCycle(source);
  return inProgress.length === 0 ? readFromTop(source) : run(source);
}

/**
 * Long chains of values fill the call stack. Then the value where that happened is computed first, with all of the stack for itself;
 * after that there is less to do for the one that was asked for.
 */
function readFromTop<T>(source: Cell<T>, known?: { restarts: number }): T {
  let budget = known;
  // What another value in progress is just making is made anew each time; further out is something that stays.
  for (let reach = 1; ; reach *= 2) {
    try {
      return run(source);
    } catch (error) {
      const last = overflowedIn;
      overflowedIn = undefined;
      if (!isOverflow(error) || last === undefined) throw error;
      budget ??= { restarts: 50 };
      if (budget.restarts-- <= 0) throw endless(last.at(-1)!, last.slice(-8));
      attemptFirst(last.at(-Math.min(reach, last.length))!, budget);
    }
  }
}

function attemptFirst(source: Cell<unknown>, budget: { restarts: number }): void {
  try {
    readFromTop(source, budget);
  } catch {
    // Whoever needs this value will find the error in it.
  }
}

function run<T>(source: Cell<T>): T {
  // Without calls, here and below: they can fail when the call stack is full, and these two must always agree.
  source.state = "running";
  inProgress[inProgress.length] = source;
  try {
    source.outcome = source.kind.compute(source.owner, source.index);
    source.state = "done";
    source.owner = undefined;
    return source.outcome as T;
  } catch (error) {
    source.state = "waiting";
    const { failure, final } = failureOf(error, source);
    if (final) {
      source.state = "failed";
      source.outcome = failure;
    }
    throw failure;
  } finally {
    inProgress.length--;
  }
}

/**
 * Forgets everything that is being computed: for those who have stopped it from outside, where nothing that runs can tidy up. What was
 * being computed must not be asked for again.
 *
 * @example
 * abandonComputations();
 * evalModules({ modules: [{ options: { port: option(t.port, { default: 80 }) } }] }).config; // => { port: 80 }
 */
export function abandonComputations(): void {
  inProgress.length = 0;
  overflowedIn = undefined;
  attempts = 0;
  looking = 0;
  reporting = false;
}

/** Runs something whose failure may not matter: errors in it are not remembered. */
export function attempt<T>(compute: () => T): T {
  attempts++;
  try {
    return compute();
  } finally {
    attempts--;
  }
}

let looking = 0;
const notReady = new Error("Only what is there already was asked for.");

/** Runs something that may look at values, as long as none of them has to be computed for that; otherwise it fails. */
export function withoutComputing<T>(look: () => T): T {
  looking++;
  try {
    return look();
  } finally {
    looking--;
  }
}

/** True for the error of an engine whose call stack is full; that of V8 is another one where a regular expression is compiled. */
export function isOverflow(error: unknown): error is Error {
  return error instanceof Error && /call stack|too much recursion|: Stack overflow$/i.test(error.message) && !isTroupeError(error);
}

/** Runs somebody's function outside of any cell, so that what it throws is a {@link TroupeError}. */
export function guard<T>(path: Path, compute: () => T, marks?: () => readonly Mark[]): T {
  return read(cell(path, compute, marks));
}

function asTroupeError(error: unknown, source: Cell<unknown>): TroupeError {
  if (isTroupeError(error)) return placed(error, source);
  const shown = showPath(pathOf(source));
  const problem = diagnose(definitionFailed, { path: shown, error: describeThrown(error).text }, { path: shown, marks: marksOf(source) });
  return new TroupeError([problem], { cause: error });
}

/** A wrapper in a string does not know where it is; the first option whose value it spoils does. */
function placed(error: TroupeError, source: Cell<unknown>): TroupeError {
  const lost = error.diagnostics.some(({ code, path: known }) => code === wrapperAsText.code && known === undefined);
  const path = lost ? pathOf(source) : [];
  if (path.length === 0) return error;
  return new TroupeError(
    error.diagnostics.map((diagnostic) => ({ path: showPath(path), ...diagnostic, marks: [...diagnostic.marks, ...marksOf(source)] })),
  );
}

/** With no more values than this in progress, a full call stack is the work of one value's own function. */
const few = 100;

/**
 * True for the error of a full call stack that says how deep the reader was, and nothing about the function that happened to run then. It
 * is not to be remembered, nor to be turned into another one: what was asked for is computed in smaller steps then.
 *
 * @example
 * readTooDeep(new RangeError("Maximum call stack size exceeded")); // => false
 */
export const readTooDeep = (error: unknown): boolean => isOverflow(error) && (overflowedIn !== undefined || inProgress.length > few);

/** What comes out of a value that cannot be computed, and whether it is to be remembered. */
function failureOf(error: unknown, source: Cell<unknown>): { readonly failure: unknown; readonly final: boolean } {
  if (!isOverflow(error)) return { failure: asTroupeError(error, source), final: attempts === 0 };
  if (!readTooDeep(error)) return { failure: endless(source, []), final: true };
  overflowedIn ??= inProgress.slice(-64);
  return { failure: error, final: false };
}

function endless(source: Cell<unknown>, last: readonly Cell<unknown>[]): TroupeError {
  const whole = pathOf(source);
  const path = whole.length > 8 ? `${showPath(whole.slice(0, 8))}…` : showPath(whole);
  const notes = distinct(last.map(nameOf)).map((name) => `while computing ${name}`);
  return new TroupeError([diagnose(tooDeep, { path }, { path, marks: marksOfStep(source), notes })]);
}

/** The loop is told from the same step on, wherever it was entered, so that it is one problem and not several. */
function failCycle(source: Cell<unknown>): never {
  const entered = inProgress.slice(inProgress.lastIndexOf(source));
  const alone = new Set(entered.map((step) => showPath(pathOf(step)))).size === 1;
  const undecided = entered.find((step) => step.kind.definitions === true && (alone || entered.some((other) => isBelow(other, step))));
  // Where nothing of a group itself decides what is defined in it, the group as a whole is just another step.
  const name = undecided === undefined ? (step: Cell<unknown>) => nameOfPath(pathOf(step)) : nameOf;
  const first = entered.reduce((least, step, index) => (name(step) < name(entered[least]!) ? index : least), 0);
  const loop = [...entered.slice(first), ...entered.slice(0, first)];
  const steps = distinct(loop.map(name));
  const notes = steps.map((step, index) => `${step} needs ${steps[(index + 1) % steps.length]}`);
  const marks = loop.flatMap(marksOfStep);
  const path = showPath(pathOf(undecided ?? loop[0]!));
  return undecided === undefined
    ? fail(cycle, { path }, { path, marks, notes })
    : fail(undecidedDefinitions, { path }, { path, marks, notes });
}

/** True for a value that is part of the group whose definitions the other one looks for. */
function isBelow(step: Cell<unknown>, group: Cell<unknown>): boolean {
  const [path, above] = [pathOf(step), pathOf(group)];
  return step.kind.definitions !== true && path.length > above.length && above.every((name, index) => name === path[index]);
}

function marksOf({ kind, owner, index }: Cell<unknown>): readonly Mark[] {
  try {
    return kind.marks?.(owner, index) ?? [];
  } catch {
    // A problem without its places is better than none.
    return [];
  }
}

let reporting = false;

/** Where a step of the loop is defined, as far as that can be known without what is in progress. */
function marksOfStep(step: Cell<unknown>): readonly Mark[] {
  if (reporting) return [];
  reporting = true;
  try {
    return marksOf(step);
  } finally {
    reporting = false;
  }
}

const nameOfPath = (path: Path): string => (path.length === 0 ? "the configuration" : showPath(path));

function nameOf(step: Cell<unknown>): string {
  const name = nameOfPath(pathOf(step));
  return step.kind.definitions === true ? `what is defined in ${name}` : name;
}

/** Without repetitions of neighbours; the first and the last are neighbours too. */
function distinct(names: readonly string[]): readonly string[] {
  const kept = names.filter((name, index) => index === 0 || name !== names[index - 1]);
  return kept.length > 1 && kept.at(-1) === kept[0] ? kept.slice(0, -1) : kept;
}
