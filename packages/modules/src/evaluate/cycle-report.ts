/** Reports cells that need themselves, and chains of cells without an end. */
import { diagnose, fail } from "../diagnostics/diagnostic-kind.ts";
import { cycle, tooDeep, undecidedDefinitions } from "../diagnostics/kinds.ts";
import { TroupeError } from "../diagnostics/troupe-error.ts";
import { showPath } from "../diagnostics/value-text.ts";
import type { Cell } from "../model/cell.ts";
import type { Path } from "../model/definition.ts";
import type { Mark } from "../model/diagnostic.ts";
import { stack } from "./evaluation-stack.ts";

/** The path of a cell's value. */
export const pathOf = ({ kind, owner, index }: Cell<unknown>): Path => kind.path(owner, index);

/**
 * The places of a cell's definitions; none if finding them fails, because a problem without places is better than none.
 */
export function marksOf({ kind, owner, index }: Cell<unknown>): readonly Mark[] {
  try {
    return kind.marks?.(owner, index) ?? [];
  } catch {
    return [];
  }
}

/** The error for a chain of cells without an end (TRP1008); `last` are its innermost cells. */
export function endless(source: Cell<unknown>, last: readonly Cell<unknown>[]): TroupeError {
  const whole = pathOf(source);
  const path = whole.length > 8 ? `${showPath(whole.slice(0, 8))}…` : showPath(whole);
  const notes = withoutRepeats(last.map(nameOf)).map((name) => `while computing ${name}`);
  return new TroupeError([diagnose(tooDeep, { path }, { path, marks: marksOfStep(source), notes })]);
}

/**
 * Throws TRP1007, or TRP1021 where the names in a group depend on a value inside it, for a cell that is read while it
 * is in progress. The loop begins at the step whose name sorts first, so that one loop is one problem wherever it was
 * entered.
 */
export function failCycle(source: Cell<unknown>): never {
  const entered = stack.cells.slice(stack.cells.lastIndexOf(source));
  const alone = new Set(entered.map((step) => showPath(pathOf(step)))).size === 1;
  const undecided = entered.find(
    (step) => step.kind.definitions === true && (alone || entered.some((other) => isBelow(other, step))),
  );
  // Without a value inside the group in the loop, the cell that holds the group's names is a step like any other.
  const name = undecided === undefined ? (step: Cell<unknown>) => nameOfPath(pathOf(step)) : nameOf;
  const first = entered.reduce((least, step, index) => (name(step) < name(entered[least]!) ? index : least), 0);
  const loop = [...entered.slice(first), ...entered.slice(0, first)];
  const steps = withoutRepeats(loop.map(name));
  const notes = steps.map((step, index) => `${step} needs ${steps[(index + 1) % steps.length]}`);
  const marks = loop.flatMap(marksOfStep);
  const path = showPath(pathOf(undecided ?? loop[0]!));
  return undecided === undefined
    ? fail(cycle, { path }, { path, marks, notes })
    : fail(undecidedDefinitions, { path }, { path, marks, notes });
}

/** True for a value inside the group whose names the other cell holds. */
function isBelow(step: Cell<unknown>, group: Cell<unknown>): boolean {
  const [path, above] = [pathOf(step), pathOf(group)];
  return (
    step.kind.definitions !== true && path.length > above.length && above.every((name, index) => name === path[index])
  );
}

/** The marks of a step. Empty inside another such call, because finding marks may read cells in progress. */
function marksOfStep(step: Cell<unknown>): readonly Mark[] {
  if (stack.reporting) return [];
  stack.reporting = true;
  try {
    return marksOf(step);
  } finally {
    stack.reporting = false;
  }
}

const nameOfPath = (path: Path): string => (path.length === 0 ? "the configuration" : showPath(path));

function nameOf(step: Cell<unknown>): string {
  const name = nameOfPath(pathOf(step));
  return step.kind.definitions === true ? `what is defined in ${name}` : name;
}

/** Removes names that repeat their predecessor in the loop; the first name follows the last one. */
function withoutRepeats(names: readonly string[]): readonly string[] {
  const kept = names.filter((name, index) => index === 0 || name !== names[index - 1]);
  return kept.length > 1 && kept.at(-1) === kept[0] ? kept.slice(0, -1) : kept;
}
