/** The three views of a tree of options: one definition, a complete input, the evaluated values. */
import type { AnyOption } from "./option.ts";

/** The evaluated values of a tree of options: every option present. */
export type Out<O> = {
  readonly [K in keyof O]: O[K] extends AnyOption ? O[K]["type"]["~out"] : Out<O[K]>;
};

/** A fragment of definitions for a tree of options: nothing required, wrappers allowed at every level. */
export type Fragment<O> = {
  readonly [K in keyof O]?: O[K] extends AnyOption ? O[K]["type"]["~def"] : Fragment<O[K]>;
};

/** A complete input for a tree of options: options without a default are required. */
export type Input<O> = Flat<
  { readonly [K in keyof O as MayOmit<O[K]> extends true ? K : never]?: InputOf<O[K]> } & {
    readonly [K in keyof O as MayOmit<O[K]> extends true ? never : K]: InputOf<O[K]>;
  }
>;
type InputOf<V> = V extends AnyOption ? V["type"]["~in"] : Input<V>;
type MayOmit<V> = V extends AnyOption ? V["~option"] : {} extends Input<V> ? true : false;
type Flat<T> = { [K in keyof T]: T[K] } & {};
