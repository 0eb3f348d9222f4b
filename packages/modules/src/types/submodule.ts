/** Options within options: a value that is itself a configuration. */
import type { Module, ModuleLike } from "../model/module.ts";
import type { Fragment, Input, Out } from "../model/option-values.ts";
import type { AnyType, OptionTree, OptionType } from "../model/option.ts";
import { submoduleWith, treeModule, type TreeFunction } from "./submodule-with.ts";

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

/** What the function of a submodule is given. */
export interface SubmoduleArgs {
  /** The attribute name of this submodule under `attrsOf`. */
  readonly name: string;
  /** The values of the submodule itself. Read them later: `default: lazy(() => config.host)`. */
  // oxlint-disable-next-line typescript/no-explicit-any -- the options are only just being declared
  readonly config: any;
}

/** What a submodule can have besides options. */
export interface SubmoduleExtras<O extends OptionTree> {
  /** The type of everything that is not declared; without it that is an error. */
  readonly freeformType?: AnyType;
  /** Definitions that come with every value. */
  readonly config?: Fragment<O>;
  /** The type in words, instead of "submodule". */
  readonly description?: string;
}

/**
 * A set with options of its own: a plain tree of options, or a function of `{ name, config }`. Definitions are merged option by
 * option; without any, the defaults make the value.
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
