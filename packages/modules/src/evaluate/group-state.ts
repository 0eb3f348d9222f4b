/**
 * A group of options in one evaluation: the definitions of each option, and the memoized values. The view of a group is
 * a plain object with a getter for each option; all views of the same declarations share these getters.
 */
import { fail } from "../diagnostics/diagnostic-kind.ts";
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

/** A definition for whose name the group declares no option. */
export interface UnmatchedDefinition {
  readonly path: Path;
  readonly definition: RawDefinition;
}

/** The definition sets of a group, distributed to the group's children. */
interface Distribution {
  /**
   * The definition sets that define each child, by the child's position. The array has a hole for each child without a
   * definition.
   */
  readonly matched: readonly (readonly DefinitionSet[] | undefined)[];
  readonly unmatched: readonly UnmatchedDefinition[];
  /** All definition sets of the group, later modules first. */
  readonly sets: readonly DefinitionSet[];
}

/** A group of options in one evaluation. */
export interface GroupState {
  readonly declared: DeclaredGroup;
  readonly path: Path;
  /** Returns the definition sets, later modules first. */
  readonly definitionSets: () => readonly DefinitionSet[];
  /** The definitions of `_module.args`, in the root of an evaluation. */
  readonly args: object | undefined;
  readonly distribution: Cell<Distribution>;
  /** The cell of each option that was read, by the option's position. */
  readonly cells: (Cell<unknown> | undefined)[];
  /** The state of each nested group that was read, by the group's position. */
  readonly groups: (GroupState | undefined)[];
  /** The memoized result of {@link viewOf}. */
  view: object | undefined;
}

/** Makes the state of a group. `definitionSets` returns the group's definition sets, later modules first. */
export function groupState(
  declared: DeclaredGroup,
  path: Path,
  definitionSets: () => readonly DefinitionSet[],
  args?: object,
): GroupState {
  // The cell and the state refer to each other, so the owner is set once the state exists.
  const distribution = cellOf(distributionKind, undefined as never);
  const state: GroupState = {
    declared,
    path,
    definitionSets,
    args,
    distribution,
    cells: slots(declared),
    groups: slots(declared),
    view: undefined,
  };
  distribution.owner = state;
  return state;
}

/** Makes an empty slot for each child. A list that grows takes several times the memory (docs/performance.md). */
const slots = <T>({ names }: DeclaredGroup): (T | undefined)[] => names.map(() => undefined);

const distributionKind: CellKind<GroupState, Distribution> = {
  compute: ({ declared, path, definitionSets }) => distribute(declared, path, definitionSets()),
  path: ({ path }) => path,
  // A cycle through this cell is reported as TRP1021, because the names that a group defines depend on a value in the
  // group.
  definitions: true,
};

/** The first names of a group, for a message. */
const shortList = (names: readonly string[]): string =>
  [...names.slice(0, 12), ...(names.length > 12 ? ["…"] : [])].join(", ");

/** @throws TRP1014 for a definition of the group that is not a set */
function distribute({ index, names }: DeclaredGroup, path: Path, sets: readonly DefinitionSet[]): Distribution {
  const matched: DefinitionSet[][] = [];
  const unmatched: UnmatchedDefinition[] = [];
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
      const childSets = position === undefined ? undefined : matched[position];
      if (position === undefined) unmatched.push({ path: [...path, key], definition: { holder: value, key, source } });
      else if (childSets === undefined) matched[position] = [set];
      else childSets.push(set);
    }
  }
  return { matched, unmatched, sets };
}

const noSets: readonly DefinitionSet[] = [];

/**
 * Returns the definition sets that define a child.
 *
 * @throws TRP1014 for a definition of the group that is not a set
 */
export const setsOfChild = (state: GroupState, position: number): readonly DefinitionSet[] =>
  read(state.distribution).matched[position] ?? noSets;

/** Returns the definitions of a child. */
export const definitionsOf = (state: GroupState, position: number): readonly RawDefinition[] =>
  definitionsIn(setsOfChild(state, position), state.declared.names[position]!);

/**
 * Returns the value of an option, or the view of a nested group.
 *
 * @throws the diagnostics of the value: TRP1005, TRP1006 for its declarations, and those that its definitions cause
 */
export function readChild(state: GroupState, position: number): unknown {
  const memoized = state.cells[position];
  if (memoized !== undefined) return read(memoized);
  const declared = state.declared.children[position]!;
  if (declared.kind === "problem") throw new TroupeError([declared.problem(pathOf(state, position))]);
  if (declared.kind === "group") return viewOf(childGroup(state, position));
  const cell = cellOf(optionKind, state, position);
  state.cells[position] = cell;
  return read(cell);
}

const pathOf = (state: GroupState, position: number): Path => [...state.path, state.declared.names[position]!];

const optionKind: CellKind<GroupState, unknown> = {
  compute(state, position) {
    const option = state.declared.children[position] as DeclaredOption;
    return (
      fastValue(option, setsOfChild(state, position), state.path, state.declared.names[position]!) ??
      optionValue(option, pathOf(state, position), definitionsOf(state, position), () => groupMarks(state, position))
    );
  },
  path: pathOf,
  marks: (state, position) => rawMarks(pathOf(state, position), definitionsOf(state, position)),
};

/**
 * Marks the definitions of the group around an option that has none (at most five). The whole configuration gets no
 * marks.
 */
function groupMarks({ path, declared, distribution }: GroupState, position: number): readonly Mark[] {
  if (path.length === 0) return [];
  const note = `defined here, without \`${showPath([declared.names[position]!])}\``;
  const marks = read(distribution).sets.map(({ source }) => ({ site: siteAt(source, path), note }));
  return marks.toReversed().slice(0, 5);
}

/** Returns the state of a nested group. */
export function childGroup(state: GroupState, position: number): GroupState {
  const memoized = state.groups[position];
  if (memoized !== undefined) return memoized;
  const path = pathOf(state, position);
  const group = groupState(state.declared.children[position] as DeclaredGroup, path, () =>
    nestedSets(state, position, path),
  );
  state.groups[position] = group;
  return group;
}

/** Returns the definition sets of a nested group: the group's definitions without wrappers around them. */
function nestedSets(state: GroupState, position: number, path: Path): readonly DefinitionSet[] {
  const sets: DefinitionSet[] = [];
  for (const definition of definitionsOf(state, position)) pushDown(path, readRaw(definition), definition.source, sets);
  if (state.args === undefined || state.declared.names[position] !== "_module" || Object.keys(state.args).length === 0)
    return sets;
  // These definitions are added here and not to the root, because an evaluation whose root defines no `_module` does
  // not read `_module.freeformType` and `_module.check` (`definesInternal`).
  return [
    { value: { args: state.args }, source: { site: { label: "module arguments" }, depth: path.length } },
    ...sets,
  ];
}

/** Returns the definitions without an option in a group and in its nested groups. */
export function unmatchedIn(state: GroupState): readonly UnmatchedDefinition[] {
  const { matched, unmatched } = read(state.distribution);
  const nested: UnmatchedDefinition[] = [];
  // `forEach` visits only the children with definitions, because the array has holes for all others.
  matched.forEach((_, position) => {
    if (state.declared.children[position]!.kind === "group") nested.push(...unmatchedIn(childGroup(state, position)));
  });
  return nested.length === 0 ? unmatched : [...unmatched, ...nested];
}

/** The property of a view that holds the state of the group. */
const stateOf = Symbol("state");
const shapes = new WeakMap<DeclaredGroup, Shape>();

/** The getters of a view, each with its name. */
type Shape = readonly (readonly [string, PropertyDescriptor])[];

/** Returns the values of a group as a plain object. Each value is computed when it is read. */
export function viewOf(state: GroupState): object {
  if (state.view === undefined) {
    state.view = {};
    // `Object.create` with all properties takes twice as long (docs/performance.md).
    for (const [name, property] of shapeOf(state.declared)) Object.defineProperty(state.view, name, property);
    Object.defineProperty(state.view, stateOf, { value: state });
  }
  return state.view;
}

/**
 * Returns the getters for the views of a declared group. A getter finds the state of its group in the view (`this`).
 */
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
