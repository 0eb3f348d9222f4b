/**
 * A group of options in one evaluation: which definitions belong to which option, and the values read so far. Its view is a plain
 * object with a getter for each option; getters are shared by all views of the same declarations.
 */
import { fail } from "../diagnostics/catalogue.ts";
import { valueInsteadOfOptions } from "../diagnostics/kinds.ts";
import { kindOf, showPath, showValue } from "../diagnostics/show.ts";
import { readRaw, siteAt } from "../definitions/definition.ts";
import type { DefinitionSet, Path, RawDefinition } from "../model/definition.ts";
import { TroupeError } from "../diagnostics/diagnostic.ts";
import type { Mark } from "../model/diagnostic.ts";
import { definitionsIn, pushDown } from "../definitions/push-down.ts";
import { isPlainObject } from "../definitions/wrapped.ts";
import { type Cell, type CellKind, cellOf, read } from "./cell.ts";
import type { DeclaredGroup, DeclaredOption } from "../model/declaration.ts";
import { emptySet } from "./empty-set.ts";
import { optionValue, rawMarks, readyOption } from "./option-value.ts";

/** A definition that no option takes. */
export interface Unmatched {
  readonly path: Path;
  readonly definition: RawDefinition;
}

interface Buckets {
  /** The sets that have a definition of each child, by its index. */
  readonly known: readonly (readonly DefinitionSet[] | undefined)[];
  readonly unknown: readonly Unmatched[];
  /** The sets of definitions themselves. */
  readonly groups: readonly DefinitionSet[];
}

/** A group of options in one evaluation. */
export interface GroupState {
  readonly declared: DeclaredGroup;
  readonly path: Path;
  /** The sets of definitions, later modules first. */
  readonly written: () => readonly DefinitionSet[];
  /** What is to be found as `_module.args`, if this is the root of an evaluation. */
  readonly args: object | undefined;
  readonly buckets: Cell<Buckets>;
  readonly cells: (Cell<unknown> | undefined)[];
  readonly groups: (GroupState | undefined)[];
  view: object | undefined;
}

/** A group with these sets of definitions, later modules first. */
export function groupState(declared: DeclaredGroup, path: Path, written: () => readonly DefinitionSet[], args?: object): GroupState {
  const buckets = cellOf(distribution, undefined as never);
  const state: GroupState = { declared, path, written, args, buckets, cells: slots(declared), groups: slots(declared), view: undefined };
  buckets.owner = state;
  return state;
}

/** Room for something of each child. A list that grows as it is filled takes several times as much. */
const slots = <T>({ names }: DeclaredGroup): (T | undefined)[] => names.map(() => undefined);

const distribution: CellKind<GroupState, Buckets> = {
  compute: ({ declared, path, written }) => distribute(declared, path, written()),
  path: ({ path }) => path,
  definitions: true,
};

const shortList = (names: readonly string[]): string => [...names.slice(0, 12), ...(names.length > 12 ? ["…"] : [])].join(", ");

function distribute({ index, names }: DeclaredGroup, path: Path, groups: readonly DefinitionSet[]): Buckets {
  const known: DefinitionSet[][] = [];
  const unknown: Unmatched[] = [];
  for (const group of groups) {
    const { value, source } = group;
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
      const others = position === undefined ? undefined : known[position];
      if (position === undefined) unknown.push({ path: [...path, key], definition: { holder: value, key, source } });
      else if (others === undefined) known[position] = [group];
      else others.push(group);
    }
  }
  return { known, unknown, groups };
}

const nothing: readonly DefinitionSet[] = [];

/** The sets that have a definition of a child. */
export const groupsWith = (state: GroupState, position: number): readonly DefinitionSet[] => read(state.buckets).known[position] ?? nothing;

/** The definitions of a child. */
export const definitionsOf = (state: GroupState, position: number): readonly RawDefinition[] =>
  definitionsIn(groupsWith(state, position), state.declared.names[position]!);

/** The value of a child: of an option, or the view of a group. */
export function readChild(state: GroupState, position: number): unknown {
  const known = state.cells[position];
  if (known !== undefined) return read(known);
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
    const ready = readyOption(option, groupsWith(state, position), state.path, state.declared.names[position]!);
    if (ready !== undefined) return ready;
    return optionValue(option, pathOf(state, position), definitionsOf(state, position), () => marksAround(state));
  },
  path: pathOf,
  marks: (state, position) => rawMarks(pathOf(state, position), definitionsOf(state, position)),
};

/** Where a group is defined, if it is not the whole configuration. */
function marksAround({ path, buckets }: GroupState): readonly Mark[] {
  if (path.length === 0) return [];
  const marks = read(buckets).groups.map(({ source }) => ({ site: siteAt(source, path), note: `defined here, without it` }));
  return marks.toReversed().slice(0, 5);
}

/** The state of a nested group. */
export function childGroup(state: GroupState, position: number): GroupState {
  const known = state.groups[position];
  if (known !== undefined) return known;
  const path = pathOf(state, position);
  const group = groupState(state.declared.children[position] as DeclaredGroup, path, () => groupsAt(state, position, path));
  state.groups[position] = group;
  return group;
}

/** The sets of definitions of a nested group. */
function groupsAt(state: GroupState, position: number, path: Path): readonly DefinitionSet[] {
  const groups: DefinitionSet[] = [];
  definitionsOf(state, position).forEach((definition) => pushDown(path, readRaw(definition), definition.source, groups));
  if (state.args === undefined || state.declared.names[position] !== "_module" || Object.keys(state.args).length === 0) return groups;
  // Definitions like any other, but nobody has to look for definitions in `_module` because of them.
  return [{ value: { args: state.args }, source: { site: { label: "module arguments" }, depth: path.length } }, ...groups];
}

/** Finds the definitions that no option takes, here and below. */
export function unmatchedIn(state: GroupState): readonly Unmatched[] {
  const { known, unknown } = read(state.buckets);
  const nested: Unmatched[] = [];
  // Only children that have definitions are visited: the array has holes for all the others.
  known.forEach((_, position) => {
    if (state.declared.children[position]!.kind === "group") nested.push(...unmatchedIn(childGroup(state, position)));
  });
  return nested.length === 0 ? unknown : [...unknown, ...nested];
}

const stateOf = Symbol("state");
const shapes = new WeakMap<DeclaredGroup, Shape>();

/** The properties of a view, each with its name. */
type Shape = readonly (readonly [string, PropertyDescriptor])[];

/** The values of a group as a plain object; each is computed when it is read. */
export function viewOf(state: GroupState): object {
  if (state.view === undefined) {
    state.view = emptySet(state.declared.names.length);
    // One by one: `Object.create` with all of them takes twice as long, and there are as many views as groups and submodules.
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
