/** The definition of a command: its description and its code in one record, from which the command line is built. */
import type { ArgumentDefinitions, CommandDescription } from "./command-description.ts";
import type { FlagDefinitions, FlagValues } from "./flag-definition.ts";
import type { CommonFlags } from "./flags.ts";
import type { CliContext } from "./terminal.ts";

type ArgumentValues<Arguments extends ArgumentDefinitions | undefined> = Arguments extends {
  readonly parameters: infer List;
}
  ? { -readonly [Index in keyof List]: ArgumentValue<List[Index]> }
  : Arguments extends { readonly kind: "array" }
    ? string[]
    : [];

type ArgumentValue<Argument> =
  | (Argument extends { readonly values: readonly (infer Value)[] } ? Value : string)
  | (Argument extends { readonly optional: true } ? undefined : never);

/** A command of any flags and arguments. */
export interface CommandDefinition extends CommandDescription {
  readonly run: (context: CliContext, flags: never, ...words: never) => Promise<void>;
}

/** Commands by name. */
export interface CommandDefinitions {
  readonly [name: string]: CommandDefinition;
}

/** Defines a command. The types of the flags and of the words that `run` receives follow from the description. */
export const defineCommand = <
  const Flags extends FlagDefinitions = NonNullable<unknown>,
  const Arguments extends ArgumentDefinitions | undefined = undefined,
>(
  definition: Omit<CommandDescription, "flags" | "positional"> & {
    readonly flags: Flags;
    readonly positional?: Arguments;
    readonly run: (
      context: CliContext,
      flags: FlagValues<Flags> & CommonFlags,
      ...words: ArgumentValues<Arguments> extends infer Words extends readonly unknown[] ? Words : never
    ) => Promise<void>;
  },
): CommandDefinition => definition as CommandDefinition;
