/**
 * Option types, options and trees of options. Types, options and trees refer to each other, so they share this file.
 *
 * An option type carries three TypeScript types:
 *
 * "~def" the content of one definition (a fragment). Below a submodule everything is optional, because several
 * fragments
 *           are merged before the value is checked as a whole.
 *   "~in"   a complete input: an option may be left out iff it has a default or its type has an empty value.
 *   "~out"  the evaluated value: every option present, read-only.
 *
 * The three exist for the compiler only and are read by indexed access (`T["~out"]`), never by `infer`, because `infer`
 * is several times slower to check.
 */
import type { Definition, DefinitionInfo, Path, Place, RawDefinition } from "./definition.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { Site } from "./site.ts";

/**
 * The grammatical class of a description: it decides whether a longer description puts it in parentheses, as in
 * nixpkgs.
 */
export type DescriptionClass = "noun" | "conjunction" | "composite" | "nonRestrictiveClause";

/** The values of a type, as messages name them: `port` must be "a whole number", or a list "of whole numbers". */
export interface Words {
  readonly one: string;
  readonly many: string;
}

/** The parts that one kind of type is made of; `payloadOf` reads them with the key of that kind. */
export interface TypePayload {
  readonly key: PayloadKey<unknown>;
  readonly parts: unknown;
}

/** The identity of one kind of type, whose payload is a `P`. */
export interface PayloadKey<P> {
  readonly "~payload"?: P;
}

/** The behaviour of a type. The module system knows nothing else about values. */
export interface TypeBehaviour {
  readonly _type: "option-type";
  /** The name of the type in nixpkgs. */
  readonly name: string;
  /** The name of the type that this one is a variant of, or its own. By default only types of one family combine. */
  readonly family: string;
  /** The parts that the type was made of, for `combine`. */
  readonly payload?: TypePayload | undefined;
  /** The type in words, as in nixpkgs: "list of string". */
  readonly description: string;
  readonly descriptionClass: DescriptionClass | undefined;
  /** The type in plain words, for messages; by default made from `description`. */
  readonly words: Words;
  /** True for an acceptable value, judged without looking into it. */
  readonly check: (value: unknown) => boolean;
  /** True for definitions that are acceptable together. */
  readonly accepts: (path: Path, definitions: readonly Definition[]) => boolean;
  /** A hint on how to write a value that fails `check`, if the intention can be guessed. */
  readonly advise?: ((value: unknown) => string | undefined) | undefined;
  /** The value of definitions that `accepts` has accepted. */
  readonly merge: (path: Path, definitions: readonly Definition[]) => unknown;
  /** The value without any definition, for types that have one. */
  readonly empty?: ((path: Path) => unknown) | undefined;
  /** True if `merge` computes nothing but the definitions' own values, so that memoizing the merge defers nothing. */
  readonly shallow: boolean;
  /**
   * The value of one definition that is plain data all the way down: right, without wrappers, independent of other
   * values. Undefined for every other definition; those go through `merge`. `name` is the definition's name in the set
   * around it; `place` is missing for the value of a default.
   */
  readonly ready: (value: unknown, name?: string, place?: Place) => unknown;
  /** True if several definitions by the same scalar make the value that a single definition makes. */
  readonly idempotent: boolean;
  /** The value without any definition, for types where that value is the same at every path. */
  readonly readyEmpty?: (() => unknown) | undefined;
  /** The type of an option declared with both this type and `other`; undefined if the two are incompatible. */
  readonly combine: (other: AnyType) => AnyType | undefined;
  readonly jsonSchema: () => JsonSchema;
  /** The type and the definitions below a value of this type at `key`, for provenance of nested values. */
  readonly below?: ((path: Path, definitions: readonly RawDefinition[], key: string) => Below | undefined) | undefined;
  /**
   * The definitions at `rest`, for types with options inside. With `bare` only those among `definitions`, without the
   * ones that the type itself brings along.
   */
  readonly trace?:
    | ((
        path: Path,
        definitions: readonly RawDefinition[],
        rest: Path,
        bare: boolean,
      ) => readonly DefinitionInfo[] | undefined)
    | undefined;
  /** For submodules: a type like this one for options that are declared below the option in another place. */
  readonly typeOfNested?: ((tree: OptionTree, site: Site) => AnyType) | undefined;
}

/** The type and the definitions of a part of a value. */
export interface Below {
  readonly type: AnyType;
  readonly definitions: readonly RawDefinition[];
  /** The name of this part in paths, if that is not the key itself. */
  readonly name?: string;
}

/** An option type. Make one with `t`. */
export interface OptionType<Def, In, Out, Empty extends boolean = false> extends TypeBehaviour {
  readonly "~def": Def;
  readonly "~in": In;
  readonly "~out": Out;
  /** true when the type has an empty value ([] / {} / null), as listOf, attrsOf, submodule and nullOr have. */
  readonly "~empty": Empty;
}

/** Any option type. */
// oxlint-disable-next-line typescript/no-explicit-any -- the upper bound must not depend on variance
export type AnyType = OptionType<any, any, any, boolean>;

/** A type whose definitions, inputs and values are alike. */
export type Leaf<T> = OptionType<T, T, T>;

/** An option. Make one with `option`. */
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
