/** The options of an evaluation, as an object of the same form as the configuration. */
import { TroupeError } from "../diagnostics/troupe-error.ts";
import type { Site } from "../model/site.ts";
import type { Path, Resolved } from "../model/definition.ts";
import { siteAt } from "../merge/provenance.ts";
import { resolve } from "../merge/resolve.ts";
import type { AnyOption, AnyType } from "../model/option.ts";
import { childGroup, definitionsOf, type GroupState, readChild } from "./group-state.ts";
import type { DeclaredOption } from "../model/declaration.ts";
import { cell, read } from "./cell.ts";

/** An option of an evaluation. Its values and definitions are computed on first read. */
export interface OptionInfo {
  readonly _type: "option";
  readonly path: Path;
  readonly option: AnyOption;
  readonly type: AnyType;
  /** The sites of its declarations. */
  readonly declarations: readonly Site[];
  /** True if a definition counts; the default is one. */
  readonly isDefined: boolean;
  /** The priority of the definitions that count; 9999 if there are none. */
  readonly highestPriority: number;
  /** The sites of the definitions that count, in the order in which they are merged. */
  readonly sites: readonly Site[];
  /** The values of the definitions that count. */
  readonly definitions: readonly unknown[];
  readonly value: unknown;
}

/** Options by name, in groups that may be nested. */
export interface OptionsView {
  readonly [name: string]: OptionInfo | OptionsView;
}

const views = new WeakMap<GroupState, OptionsView>();

/** The options of a group. */
export function optionsView(state: GroupState): OptionsView {
  const known = views.get(state);
  if (known !== undefined) return known;
  const view = {};
  views.set(state, view);
  state.declared.names.forEach((name, position) => {
    let info: OptionInfo | OptionsView | undefined;
    const get = (): OptionInfo | OptionsView => (info ??= infoOf(state, position));
    Object.defineProperty(view, name, { get, enumerable: name !== "_module", configurable: true });
  });
  return view;
}

function infoOf(state: GroupState, position: number): OptionInfo | OptionsView {
  const declared = state.declared.children[position]!;
  const path = [...state.path, state.declared.names[position]!];
  if (declared.kind === "problem") throw new TroupeError([declared.problem(path)]);
  return declared.kind === "group"
    ? optionsView(childGroup(state, position))
    : optionInfo(state, position, declared, path);
}

function optionInfo(state: GroupState, position: number, declared: DeclaredOption, path: Path): OptionInfo {
  declared.check?.(path);
  const resolved = cell(path, (): Resolved => {
    const raw = definitionsOf(state, position);
    return resolve(path, raw, declared.default);
  });
  return {
    _type: "option",
    path,
    option: declared.option,
    type: declared.type,
    declarations: declared.sites,
    get isDefined() {
      return read(resolved).definitions.length > 0;
    },
    get highestPriority() {
      return read(resolved).priority;
    },
    get sites() {
      return read(resolved).definitions.map(({ source }) => siteAt(source, path));
    },
    get definitions() {
      return read(resolved).definitions.map(({ value }) => value);
    },
    get value() {
      return readChild(state, position);
    },
  };
}
