/** The definition of a command: its flags, its help and its code in one record, from which the command line is built. */
import type { FlagDefinitions, FlagValues } from "./flag-definition.ts";
import type { CommonFlags } from "./flags.ts";
import type { CliContext } from "./terminal.ts";

/** A word of the command line that belongs to no flag. */
export interface ArgumentDefinition {
  readonly brief: string;
  readonly parse: StringConstructor;
  readonly placeholder: string;
  readonly optional?: true;
}

/** The arguments of a command: a fixed number, or any number of one kind. */
export type ArgumentDefinitions =
  | { readonly kind: "tuple"; readonly parameters: readonly ArgumentDefinition[] }
  | { readonly kind: "array"; readonly parameter: ArgumentDefinition };

type ArgumentValues<Arguments extends ArgumentDefinitions | undefined> = Arguments extends { readonly parameters: infer List }
  ? { -readonly [Index in keyof List]: List[Index] extends { readonly optional: true } ? string | undefined : string }
  : Arguments extends { readonly kind: "array" }
    ? string[]
    : [];

/** A command of any flags and arguments. */
export interface CommandDefinition {
  /** One line of `troupe --help`, in the imperative. */
  readonly brief: string;
  /** The flags besides {@link CommonFlags}, which every command has. */
  readonly flags: FlagDefinitions;
  /** Short forms of flags, besides `-C`. */
  readonly aliases?: { readonly [letter: string]: string };
  readonly positional?: ArgumentDefinitions;
  readonly run: (context: CliContext, flags: never, ...words: never) => Promise<void>;
}

/** Defines a command; the types of `flags` and of the words that `run` receives follow from the definitions. */
export const defineCommand = <
  const Flags extends FlagDefinitions = NonNullable<unknown>,
  const Arguments extends ArgumentDefinitions | undefined = undefined,
>(
  definition: Omit<CommandDefinition, "flags" | "positional" | "run"> & {
    readonly flags: Flags;
    readonly positional?: Arguments;
    readonly run: (
      context: CliContext,
      flags: FlagValues<Flags> & CommonFlags,
      ...words: ArgumentValues<Arguments> extends infer Words extends readonly unknown[] ? Words : never
    ) => Promise<void>;
  },
): CommandDefinition => definition as CommandDefinition;
