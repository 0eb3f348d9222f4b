/**
 * A group of options in one evaluation: which definitions belong to which option, and the values read so far. Its view is a plain
 * object with a getter for each option; all views of the same declarations share these getters.
 */
import { fail } from "../diagnostics/catalogue.ts";
import { valueInsteadOfOptions } from "../diagnostics/kinds.ts";
import { kindOf, showPath, showValue } from "../diagnostics/value-text.ts";
import type { DefinitionSet, Path, RawDefinition } from "../model/definition.ts";
import { TroupeError } from "../diagnostics/troupe-error.ts";
import type { Mark } from "../model/diagnostic.ts";
import { pushDown } from "../merge/push-down.ts";
import { definitionsIn, readRaw, siteAt } from "../merge/provenance.ts";
import { isPlainObject } from "../merge/value.ts";
import { cellOf, read } from "./cell.ts";
import type { Cell, CellKind } from "../model/cell.ts";
import type { DeclaredGroup, DeclaredOption } from "../model/declaration.ts";
import { optionValue } from "./option-value.ts";
import { fastValue } from "../fast/fast-value.ts";
import { rawMarks } from "../merge/definition-marks.ts";

/** A definition that no option takes. */
export interface Unmatched {
  readonly path: Path;
  readonly definition: RawDefinition;
}

interface Buckets {
  /** The definition sets that define each child, by its position. */
  readonly matched: readonly (readonly DefinitionSet[] | undefined)[];
  readonly unmatched: readonly Unmatched[];
  readonly sets: readonly DefinitionSet[];
}

/** A group of options in one evaluation. */
export interface GroupState {
  readonly declared: DeclaredGroup;
  readonly path: Path;
  /** The definition sets, later modules first. */
  readonly written: () => readonly DefinitionSet[];
  /** The definitions of `_module.args`, in the root of an evaluation. */
  readonly args: object | undefined;
  readonly buckets: Cell<Buckets>;
  readonly cells: (Cell<unknown> | undefined)[];
  readonly groups: (GroupState | undefined)[];
  view: object | undefined;
}

/** Makes the state of a group. `written` returns its definition sets, later modules first. */
export function groupState(declared: DeclaredGroup, path: Path, written: () => readonly DefinitionSet[], args?: object): GroupState {
  const buckets = cellOf(distribution, undefined as never);
  const state: GroupState = { declared, path, written, args, buckets, cells: slots(declared), groups: slots(declared), view: undefined };
  buckets.owner = state;
  return state;
}

/** Makes an empty slot for each child. A list that grows takes several times the memory (docs/performance.md). */
const slots = <T>({ names }: DeclaredGroup): (T | undefined)[] => names.map(() => undefined);

const distribution: CellKind<GroupState, Buckets> = {
  compute: ({ declared, path, written }) => distribute(declared, path, written()),
  path: ({ path }) => path,
  definitions: true,
};

const shortList = (names: readonly string[]): string => [...names.slice(0, 12), ...(names.length > 12 ? ["…"] : [])].join(", ");

function distribute({ index, names }: DeclaredGroup, path: Path, sets: readonly DefinitionSet[]): Buckets {
  const matched: DefinitionSet[][] = [];
  const unmatched: Unmatched[] = [];
  for (const set of sets) {
    const { value, source } = set;
    if (!isPlainObject(value)) {
      const details = { path: showPath(path), marks: [{ site: siteAt(source, path), note: showValue(value) }] };
      return fail(
        valueInsteadOfOptions,
        {
          path: showPath(path),
          found: kindOf(value),
          names: shortList(names.filter((name) => name !== "_module")),
        },
        details,
      );
    }
    for (const key of Object.keys(value)) {
      const position = index.get(key);
      const others = position === undefined ? undefined : matched[position];
      if (position === undefined) unmatched.push({ path: [...path, key], definition: { holder: value, key, source } });
      else if (others === undefined) matched[position] = [set];
      else others.push(set);
    }
  }
  return { matched, unmatched, sets };
}

const noSets: readonly DefinitionSet[] = [];

/** The definition sets that define a child. */
export const setsWith = (state: GroupState, position: number): readonly DefinitionSet[] => read(state.buckets).matched[position] ?? noSets;

/** The definitions of a child. */
export const definitionsOf = (state: GroupState, position: number): readonly RawDefinition[] =>
  definitionsIn(setsWith(state, position), state.declared.names[position]!);

/** The value of a child: of an option, or the view of a group. */
export function readChild(state: GroupState, position: number): unknown {
  const memoized = state.cells[position];
  if (memoized !== undefined) return read(memoized);
  const declared = state.declared.children[position]!;
  if (declared.kind === "problem") throw new TroupeError([declared.problem(pathOf(state, position))]);
  if (declared.kind === "group") return viewOf(childGroup(state, position));
  const source = cellOf(optionValues, state, position);
  state.cells[position] = source;
  return read(source);
}

const pathOf = (state: GroupState, position: number): Path => [...state.path, state.declared.names[position]!];

const optionValues: CellKind<GroupState, unknown> = {
  compute(state, position) {
    const option = state.declared.children[position] as DeclaredOption;
    return (
      fastValue(option, setsWith(state, position), state.path, state.declared.names[position]!) ??
      optionValue(option, pathOf(state, position), definitionsOf(state, position), () => marksAround(state))
    );
  },
  path: pathOf,
  marks: (state, position) => rawMarks(pathOf(state, position), definitionsOf(state, position)),
};

/** Marks the definitions of a group, for an option in it that is not set; none for the whole configuration. */
function marksAround({ path, buckets }: GroupState): readonly Mark[] {
  if (path.length === 0) return [];
  const marks = read(buckets).sets.map(({ source }) => ({ site: siteAt(source, path), note: `defined here, without it` }));
  return marks.toReversed().slice(0, 5);
}

/** The state of a nested group. */
export function childGroup(state: GroupState, position: number): GroupState {
  const memoized = state.groups[position];
  if (memoized !== undefined) return memoized;
  const path = pathOf(state, position);
  const group = groupState(state.declared.children[position] as DeclaredGroup, path, () => setsAt(state, position, path));
  state.groups[position] = group;
  return group;
}

/** The definition sets of a nested group. */
function setsAt(state: GroupState, position: number, path: Path): readonly DefinitionSet[] {
  const sets: DefinitionSet[] = [];
  for (const definition of definitionsOf(state, position)) pushDown(path, readRaw(definition), definition.source, sets);
  if (state.args === undefined || state.declared.names[position] !== "_module" || Object.keys(state.args).length === 0) return sets;
  // Only a reader of `_module` gets these definitions, so that an evaluation without definitions of `_module` stays an ordinary one.
  return [{ value: { args: state.args }, source: { site: { label: "module arguments" }, depth: path.length } }, ...sets];
}

/** Finds the definitions that no option takes, here and below. */
export function unmatchedIn(state: GroupState): readonly Unmatched[] {
  const { matched, unmatched } = read(state.buckets);
  const nested: Unmatched[] = [];
  // `forEach` visits only the children with definitions, because the array has holes for all others.
  matched.forEach((_, position) => {
    if (state.declared.children[position]!.kind === "group") nested.push(...unmatchedIn(childGroup(state, position)));
  });
  return nested.length === 0 ? unmatched : [...unmatched, ...nested];
}

const stateOf = Symbol("state");
const shapes = new WeakMap<DeclaredGroup, Shape>();

/** The getters of a view, each with its name. */
type Shape = readonly (readonly [string, PropertyDescriptor])[];

/** The values of a group as a plain object; each is computed when it is read. */
export function viewOf(state: GroupState): object {
  if (state.view === undefined) {
    state.view = {};
    // `Object.create` with all properties takes twice as long (docs/performance.md).
    for (const [name, property] of shapeOf(state.declared)) Object.defineProperty(state.view, name, property);
    Object.defineProperty(state.view, stateOf, { value: state });
  }
  return state.view;
}

function shapeOf(declared: DeclaredGroup): Shape {
  let shape = shapes.get(declared);
  if (shape === undefined) {
    shape = declared.names.map((name, position) => {
      function get(this: { readonly [stateOf]: GroupState }): unknown {
        return readChild(this[stateOf], position);
      }
      return [name, { get, enumerable: name !== "_module", configurable: true }];
    });
    shapes.set(declared, shape);
  }
  return shape;
}
