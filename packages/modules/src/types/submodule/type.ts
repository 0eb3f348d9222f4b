/** Submodules: options within options, a value that is itself a configuration. */
import { checkedValues, type Core } from "../../evaluate/evaluation-state.ts";
import { traceDefinitions } from "../../evaluate/trace.ts";
import { resolve } from "../../merge/resolve.ts";
import { isPlainObject } from "../../merge/value.ts";
import type { Definition, Path } from "../../model/definition.ts";
import type { Module, ModuleLike } from "../../model/module.ts";
import type { AnyType, OptionTree, OptionType } from "../../model/option.ts";
import type { Fragment, Input, Out } from "../../model/option-values.ts";
import { unnamed } from "../../options/json-schema.ts";
import { defineType, payload, payloadOf, phrase } from "../type.ts";
import { combineDeclarations } from "./combine.ts";
import { type SubmoduleDeclaration, submoduleDeclaration, treeModule, type TreeFunction } from "./declaration.ts";
import { belowGroup } from "./group-type.ts";
import { submoduleSchema } from "./schema.ts";
import { submoduleStart } from "./start.ts";

/** The type of {@link submodule}. */
export interface SubmoduleType<O extends OptionTree> extends OptionType<Fragment<O>, Input<O>, Out<O>, true> {
  readonly options: O;
}
/** The type of {@link submodule} with a freeform type: besides the options there may be anything else. */
export interface OpenSubmoduleType<O extends OptionTree> extends OptionType<
  Fragment<O> & Others,
  Input<O> & Others,
  Out<O> & Others,
  true
> {
  readonly options: O;
}
interface Others {
  readonly [name: string]: unknown;
}

/** The argument of a submodule function. */
export interface SubmoduleArgs {
  /** The attribute name of this submodule under `attrsOf`. */
  readonly name: string;
  /** The values of the submodule itself. Read them later: `default: lazy(() => config.host)`. */
  // oxlint-disable-next-line typescript/no-explicit-any -- the options are only just being declared
  readonly config: any;
}

/** The parameters of a submodule besides its options. */
export interface SubmoduleExtras<O extends OptionTree> {
  /** The type of every undeclared name; without a freeform type an undeclared name is an error. */
  readonly freeformType?: AnyType;
  /** Definitions that come with every value. */
  readonly config?: Fragment<O>;
  /** The type in words, instead of "submodule". */
  readonly description?: string;
}

/**
 * A set with options of its own: a plain tree of options, or a function of `{ name, config }`. Definitions are merged
 * option by option; without any definition, the defaults make the value.
 *
 * @example
 * const hosts = option(t.attrsOf(t.submodule(({ name }) => ({ name: option(t.str, { default: name }), port: option(t.port) }))));
 * const { config } = evalModules({ modules: [{ options: { hosts }, config: { hosts: { web: { port: 80 } } } }] });
 * force(config); // => { hosts: { web: { name: "web", port: 80 } } }
 */
export function submodule<const O extends OptionTree, const E extends SubmoduleExtras<O> = {}>(
  options: O | ((args: SubmoduleArgs) => O),
  extras?: E,
): "freeformType" extends keyof E ? OpenSubmoduleType<O> : SubmoduleType<O> {
  const { freeformType, config, description } = (extras ?? {}) as SubmoduleExtras<O>;
  const own: ModuleLike = typeof options === "function" ? treeModule(options as TreeFunction) : { options };
  const rest: Module = { ...(freeformType !== undefined && { freeformType }), ...(config !== undefined && { config }) };
  return submoduleWith({ modules: Object.keys(rest).length === 0 ? [own] : [own, rest], description }) as never;
}

/**
 * A submodule made of modules. Each value is an evaluation of these modules and of the definitions; `name` is an
 * argument of module functions.
 *
 * Semantics are those of nixpkgs' `submoduleWith`; for options and defaults alone use `t.submodule`.
 */
export function submoduleWith<T extends AnyType = OptionType<unknown, unknown, unknown, true>>(
  declaration: SubmoduleDeclaration,
): T {
  const chosenStart = submoduleStart(declaration);
  const start = (path: Path, name: string, definitions: readonly Definition[]): Core =>
    chosenStart().start(path, name, definitions);
  return defineType<AnyType>({
    name: "submodule",
    payload: payload(submoduleDeclaration, declaration),
    description: declaration.description ?? describe(declaration.modules),
    words: { one: "an object", many: "objects" },
    check: declaration.reader?.accepts ?? isPlainObject,
    merge: (path, definitions) => checkedValues(start(path, path.at(-1) ?? unnamed, definitions)),
    ready: (value, name, place) => chosenStart().ready?.(value, name, place),
    empty: (path) => checkedValues(start(path, unnamed, [])),
    combine(other) {
      const combined = combineDeclarations(declaration, payloadOf(other, submoduleDeclaration));
      return combined === undefined ? undefined : submoduleWith(combined);
    },
    jsonSchema: () => submoduleSchema(declaration.modules),
    trace: (path, raw, rest, bare) =>
      traceDefinitions(start(path, path.at(-1) ?? unnamed, resolve(path, raw).definitions), rest, bare),
    below: (path, definitions, key) =>
      belowGroup(start(path, path.at(-1) ?? unnamed, []).root.declared, definitions, key),
    typeOfNested: (tree, site) => submoduleWith({ modules: [{ options: tree, site }], reader: null }),
  }) as T;
}

function describe(modules: readonly ModuleLike[]): string {
  const freeformType = modules
    // A malformed module has no freeform type; `collectModules` reports it (TRP1010).
    .map((module) => (isPlainObject(module) ? (module as Module).freeformType : undefined))
    .find((type) => type !== undefined);
  return freeformType === undefined ? "submodule" : `open submodule of ${phrase(freeformType, "noun", "composite")}`;
}
