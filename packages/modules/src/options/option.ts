/** Options, trees of options, and the three views of a tree: what may be written, what must be written, what comes out. */
import { tagOf } from "../definitions/wrapped.ts";
import { fail } from "../diagnostics/catalogue.ts";
import { invalidType } from "../diagnostics/kinds.ts";
import { kindOf } from "../diagnostics/show.ts";
import { bool, type BoolType } from "../types/boolean.ts";
import type { AnyType } from "../types/type.ts";

/** An option. Make it with {@link option}. */
export interface Option<T extends AnyType, Optional extends boolean> {
  readonly "~option": Optional;
  /** Undefined only for options that leave their type to another declaration. */
  readonly type: T;
  readonly default?: T["~in"] | undefined;
  readonly description?: string | undefined;
  readonly example?: T["~in"] | undefined;
  readonly apply?: ((value: never) => unknown) | undefined;
  readonly readOnly?: boolean | undefined;
  readonly internal?: boolean | undefined;
  readonly visible?: boolean | undefined;
}
/** Any option. */
export type AnyOption = Option<AnyType, boolean>;

/** Options by name, in groups that may be nested. */
export interface OptionTree {
  readonly [name: string]: AnyOption | OptionTree;
}

/** All that can be said about an option besides its type. */
interface Meta<T extends AnyType> {
  /** The value without definitions (priority 1500); it may be a `lazy` one. */
  readonly default: T["~in"];
  readonly description: string;
  readonly example: T["~in"];
  /** Makes the final value from the merged one. The result is not checked. */
  readonly apply: (value: T["~out"]) => T["~out"];
  /** Only one definition is allowed, whatever its priority (a default counts as one). */
  readonly readOnly: boolean;
  /** For machinery, not for people. */
  readonly internal: boolean;
  /** False keeps it out of documentation. */
  readonly visible: boolean;
}

/** What is said about an option besides its type. */
export type OptionMeta<T extends AnyType> = Partial<Meta<T>>;

/**
 * Declares an option. A default makes it optional on input; on output it is always there.
 *
 * Semantics are those of nixpkgs' `mkOption`.
 *
 * @throws TRP1020 if what comes first is not a type, as with a misspelt `t.string`
 *
 * @example
 * const options = { port: option(t.port, { default: 6379 }), host: option(t.str, { description: "Where it listens" }) };
 * evalModules({ modules: [{ options, config: { host: "localhost" } }] }).config; // => { port: 6379, host: "localhost" }
 */
export function option<T extends AnyType, K extends keyof Meta<AnyType> = never>(
  type: T,
  meta?: { readonly [P in K]: Meta<T>[P] },
): Option<T, "default" extends K ? true : T["~empty"]> {
  if (!isType(type)) fail(invalidType, { why: `option(…) begins with a type such as t.str, but here it is ${kindOf(type)}.` });
  return { "~option": true, type, ...meta } as never;
}

/**
 * `option(t.bool, { default: false })`, the commonest option of all.
 *
 * @example
 * const options = { enable: enableOption("the firewall") };
 * options.enable.description; // => "Whether to enable the firewall."
 */
export function enableOption(what: string): Option<BoolType, true> {
  return option(bool, { default: false, description: `Whether to enable ${what}.` });
}

/**
 * True for an option, false for a group of options (and for anything else).
 *
 * @example
 * isOption(option(t.str)); // => true
 * isOption({ name: option(t.str) }); // => false
 */
export function isOption(value: unknown): value is AnyOption {
  if (typeof value !== "object" || value === null || !("~option" in value)) return false;
  const { type } = value as { readonly type?: unknown };
  return type === undefined || isType(type);
}

const isType = (value: unknown): boolean => tagOf(value) === "option-type";

/** The evaluated values of a tree of options: every option present. */
export type Out<O> = {
  readonly [K in keyof O]: O[K] extends AnyOption ? O[K]["type"]["~out"] : Out<O[K]>;
};

/** One fragment of definitions for a tree of options: nothing required, wrappers allowed at every level. */
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
