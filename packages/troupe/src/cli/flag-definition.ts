/** Flags as data, and the types of their values. */

/**
 * A flag, in the form of `@stricli/core`. Every boolean flag is off by default; every other flag is optional or has a
 * default.
 */
export type FlagDefinition =
  | { readonly kind: "boolean"; readonly brief: string; readonly default: false }
  | {
      readonly kind: "enum";
      readonly brief: string;
      readonly values: readonly string[];
      readonly optional?: true;
      readonly default?: string;
    }
  | {
      readonly kind: "parsed";
      readonly brief: string;
      readonly parse: StringConstructor;
      readonly placeholder: string;
      readonly optional?: true;
      readonly default?: string;
      /** The separator of a list. */
      readonly variadic?: ",";
    };

/** Flags by their names in camel case; the command line has them in kebab case. */
export interface FlagDefinitions {
  readonly [name: string]: FlagDefinition;
}

type FlagValue<Flag extends FlagDefinition> = Flag extends { readonly kind: "boolean" }
  ? boolean
  : Flag extends { readonly values: readonly (infer Value)[] }
    ? Value
    : Flag extends { readonly variadic: "," }
      ? readonly string[]
      : string;

/** The values that a command line gives to flags. */
export type FlagValues<Flags extends FlagDefinitions> = {
  readonly [Name in keyof Flags as Flags[Name] extends { readonly optional: true } ? never : Name]: FlagValue<
    Flags[Name]
  >;
} & {
  readonly [Name in keyof Flags as Flags[Name] extends { readonly optional: true } ? Name : never]?: FlagValue<
    Flags[Name]
  >;
};

/** The form of a flag on the command line: `exitCode` is `--exit-code`. */
export const flagName = (name: string): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
