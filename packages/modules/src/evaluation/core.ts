/** One evaluation: declarations and definitions brought together, checked for definitions without an option, and read on demand. */
import { diagnose } from "../diagnostics/catalogue.ts";
import { TroupeError } from "../diagnostics/diagnostic.ts";
import { undeclaredOption } from "../diagnostics/kinds.ts";
import { showPath } from "../diagnostics/show.ts";
import { didYouMean } from "../diagnostics/suggest.ts";
import type { Path, Source } from "../definitions/definition.ts";
import { tagOf } from "../definitions/wrapped.ts";
import type { Group } from "../definitions/push-down.ts";
import type { AnyType } from "../types/type.ts";
import { type Cell, cell, read } from "./cell.ts";
import type { DeclaredGroup } from "./declarations.ts";
import { freeformValue, withFreeform } from "./freeform.ts";
import {
  childGroup,
  definitionsOf,
  groupsAt,
  groupState,
  type GroupState,
  readChild,
  type Unmatched,
  unmatchedIn,
  viewOf,
} from "./group-state.ts";
import { rawMarks } from "./option-value.ts";

/** What an evaluation starts from. */
export interface Start {
  readonly path: Path;
  /** The options, those about the evaluation itself among them. */
  readonly declared: DeclaredGroup;
  /** Sets of definitions, later modules first. */
  readonly groups: () => readonly Group[];
  /** Definitions of `_module.args`. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** One evaluation. */
export interface Core {
  readonly path: Path;
  readonly root: GroupState;
  /** The values, without a check for definitions that have no option: what modules see. */
  readonly unchecked: Cell<object>;
  /** The values, once it is certain that every definition has an option: what users see. */
  readonly checked: Cell<object>;
  readonly freeform: Cell<AnyType | null>;
  /** Definitions without an option. */
  readonly unmatched: Cell<readonly Unmatched[]>;
}

/** Where the values are in spite of an error, for those who look for more errors. */
export const valuesBehind = new WeakMap<TroupeError, object>();

const builtIn: Source = { site: { label: "module arguments" }, depth: 0 };

/** Starts an evaluation. Nothing is computed yet. */
export function startEvaluation({ path, declared, groups, args }: Start): Core {
  const root = groupState(declared, path, groups);
  const module = declared.index.get("_module")!;
  if (Object.keys(args).length > 0) giveArguments(root, module, args);
  const freeform = cell(path, () => (isDefined(root, module) ? (readInternal(root, module, "freeformType") as AnyType | null) : null));
  const unmatched = cell(path, () => {
    if (declared.problems.length > 0) throw impossible(root);
    return unmatchedIn(root);
  });
  const unchecked = cell(path, () => {
    const type = read(freeform);
    return type === null ? viewOf(root) : withFreeform(root, freeformValue(type, path, read(unmatched)));
  });
  const checked = cell(path, () => {
    const mustMatch = read(freeform) === null && (!isDefined(root, module) || readInternal(root, module, "check") === true);
    const strange = mustMatch ? read(unmatched) : [];
    if (strange.length > 0) throw undeclared(root, strange, read(unchecked));
    return read(unchecked);
  });
  return { path, root, unchecked, checked, freeform, unmatched };
}

/** The arguments are definitions like any other, but do not make anybody look for further definitions in `_module`. */
function giveArguments(root: GroupState, module: number, args: object): void {
  const path = [...root.path, "_module"];
  const declared = root.declared.children[module] as DeclaredGroup;
  const given: Group = { value: { args }, source: { ...builtIn, depth: path.length } };
  root.groups[module] = groupState(declared, path, () => [given, ...groupsAt(root, module, path)]);
}

const isDefined = (root: GroupState, module: number): boolean => definitionsOf(root, module).length > 0;

function readInternal(root: GroupState, module: number, name: string): unknown {
  const group = childGroup(root, module);
  return readChild(group, group.declared.index.get(name)!);
}

/** With options that are declared in impossible ways it cannot be said which definitions have one. */
function impossible(root: GroupState): TroupeError {
  const error = new TroupeError(root.declared.problems.map(({ problem }) => problem(root.path)));
  valuesBehind.set(error, viewOf(root));
  return error;
}

function undeclared(root: GroupState, strange: readonly Unmatched[], values: object): TroupeError {
  const byPath = new Map<string, Unmatched[]>();
  for (const entry of strange) {
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
      return diagnose(undeclaredOption, { path }, { path, marks, ...(hint !== undefined && { hint }) });
    });
  const error = new TroupeError(problems);
  valuesBehind.set(error, values);
  return error;
}

/** As in nixpkgs `mkOrder` is not moved into a group, so that its own properties are taken for options. */
const isPartOfOrder = ({ definition }: Unmatched): boolean => tagOf(definition.holder) === "order";
const orderAdvice = "mkBefore, mkAfter and mkOrder stand around the value of one option, not around a group of them.";

function adviceFor(root: GroupState, path: Path): string | undefined {
  let group = root.declared;
  for (const name of path.slice(root.path.length, -1)) group = group.children[group.index.get(name)!] as DeclaredGroup;
  const names = group.names.filter((name) => name !== "_module");
  return names.length === 0
    ? "No options are declared here: declare them under `options`, not under `config`."
    : didYouMean(path.at(-1)!, names);
}
