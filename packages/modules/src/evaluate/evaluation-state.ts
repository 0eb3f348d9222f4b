/**
 * The state of an evaluation: its declarations and definitions, the check for definitions without an option, and its
 * values on demand.
 */
import { diagnose } from "../diagnostics/diagnostic-kind.ts";
import { TroupeError } from "../diagnostics/troupe-error.ts";
import { undeclaredOption } from "../diagnostics/kinds.ts";
import { showPath } from "../diagnostics/value-text.ts";
import { didYouMean, suggest } from "../diagnostics/suggestion.ts";
import type { DefinitionSet, Path } from "../model/definition.ts";
import { tagOf } from "../merge/wrapper-tag.ts";
import type { AnyType } from "../model/option.ts";
import { cellOf, read } from "./cell.ts";
import type { Cell, CellKind } from "../model/cell.ts";
import type { DeclaredGroup } from "../model/declaration.ts";
import { freeformValue, withFreeform } from "./freeform.ts";
import {
  childGroup,
  groupState,
  type GroupState,
  setsOfChild,
  readChild,
  type UnmatchedDefinition,
  unmatchedIn,
  viewOf,
} from "./group-state.ts";
import { rawMarks } from "../merge/definition-marks.ts";

/** The parameters of {@link startEvaluation}. */
export interface Start {
  readonly path: Path;
  /** The options, with the internal ones (`_module`). */
  readonly declared: DeclaredGroup;
  /** Returns the definition sets, later modules first. */
  readonly definitionSets: () => readonly DefinitionSet[];
  /** Definitions of `_module.args`. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** An evaluation. Its cells are made on first read, because most submodules are read for their checked values alone. */
export interface Core {
  readonly path: Path;
  readonly root: GroupState;
  checked: Cell<object> | undefined;
  unchecked: Cell<object> | undefined;
  freeform: Cell<AnyType | null> | undefined;
}

/** The values that an error stands in front of, so that `problemsIn` finds further problems in them. */
export const valuesBehind = new WeakMap<TroupeError, object>();

/** Makes the state of an evaluation, without computing anything. */
export function startEvaluation({ path, declared, definitionSets, args }: Start): Core {
  return {
    path,
    root: groupState(declared, path, definitionSets, args),
    checked: undefined,
    unchecked: undefined,
    freeform: undefined,
  };
}

/**
 * Returns the values for users.
 *
 * @throws TRP1003 for definitions without an option
 */
export function checkedValues(core: Core): object {
  return read((core.checked ??= cellOf(checked, core)));
}

/** Returns the values for modules. Definitions without an option are not reported. */
export function uncheckedValues(core: Core): object {
  return read((core.unchecked ??= cellOf(unchecked, core)));
}

/** Returns the type of definitions without an option; null if such definitions are an error. */
export function freeformType(core: Core): AnyType | null {
  return read((core.freeform ??= cellOf(freeform, core)));
}

/**
 * Returns the definitions without an option.
 *
 * @throws TRP1005, TRP1006 for contradictory declarations, which leave open which definitions have an option
 */
export function unmatchedDefinitions({ root }: Core): readonly UnmatchedDefinition[] {
  if (root.declared.problems.length > 0) throw impossible(root);
  return unmatchedIn(root);
}

const path = (core: Core): Path => core.path;

const checked: CellKind<Core, object> = {
  path,
  compute(core) {
    const mustMatch =
      !definesInternal(core.root) || (freeformType(core) === null && readInternal(core.root, "check") === true);
    const unmatched = mustMatch ? unmatchedDefinitions(core) : [];
    if (unmatched.length > 0) throw undeclared(core.root, unmatched, uncheckedValues(core));
    return uncheckedValues(core);
  },
};

const unchecked: CellKind<Core, object> = {
  path,
  compute(core) {
    const type = freeformType(core);
    return type === null
      ? viewOf(core.root)
      : withFreeform(core.root, freeformValue(type, core.path, unmatchedDefinitions(core)));
  },
};

const freeform: CellKind<Core, AnyType | null> = {
  path,
  compute: ({ root }) => (definesInternal(root) ? (readInternal(root, "freeformType") as AnyType | null) : null),
};

const internal = ({ declared }: GroupState): number => declared.index.get("_module")!;

/** True if a module defines an option of `_module`. */
const definesInternal = (root: GroupState): boolean => setsOfChild(root, internal(root)).length > 0;

function readInternal(root: GroupState, name: string): unknown {
  const group = childGroup(root, internal(root));
  return readChild(group, group.declared.index.get(name)!);
}

/** The error for contradictory declarations, which leave open which definitions have an option. */
function impossible(root: GroupState): TroupeError {
  const error = new TroupeError(root.declared.problems.map(({ problem }) => problem(root.path)));
  valuesBehind.set(error, viewOf(root));
  return error;
}

function undeclared(root: GroupState, unmatched: readonly UnmatchedDefinition[], values: object): TroupeError {
  const byPath = new Map<string, UnmatchedDefinition[]>();
  for (const entry of unmatched) {
    if (isPartOfOrder(entry) && entry.path.at(-1) !== "_type") continue;
    const path = showPath(entry.path);
    byPath.set(path, [...(byPath.get(path) ?? []), entry]);
  }
  const problems = [...byPath]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([path, entries]) => {
      const marks = rawMarks(
        entries[0]!.path,
        entries.map(({ definition }) => definition),
      );
      const hint = isPartOfOrder(entries[0]!) ? orderAdvice : adviceFor(root, entries[0]!.path);
      return diagnose(undeclaredOption, { path }, { path, marks, hint });
    });
  const error = new TroupeError(problems);
  valuesBehind.set(error, values);
  return error;
}

/**
 * True for a property of a `mkOrder` around a group: as in nixpkgs `mkOrder` is not pushed down, so its own properties
 * become names.
 */
const isPartOfOrder = ({ definition }: UnmatchedDefinition): boolean => tagOf(definition.holder) === "order";
const orderAdvice = "mkBefore, mkAfter and mkOrder stand around the value of one option, not around a group of them.";

/** Keys of modules that are often written where only the content of `config` belongs. */
const moduleParts = new Set(["config", "options", "imports"]);

function adviceFor(root: GroupState, path: Path): string | undefined {
  let group = root.declared;
  for (const name of path.slice(root.path.length, -1)) group = group.children[group.index.get(name)!] as DeclaredGroup;
  const names = group.names.filter((name) => name !== "_module");
  const name = path.at(-1)!;
  if (path.length === root.path.length + 1 && moduleParts.has(name) && suggest(name, names).length === 0)
    return name === "config"
      ? "What stands here is the configuration itself: leave out the `config` around it."
      : `What stands here is configuration, not a whole module, so it cannot have \`${name}\`.`;
  return names.length === 0
    ? "No options are declared here: declare them under `options`, not under `config`."
    : didYouMean(name, names);
}
