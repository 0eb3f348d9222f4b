/** The description of a command as data: the source of `--help`, of the tables of commands and of shell completion. */
import type { FlagDefinitions } from "./flag-definition.ts";

/** A word of the command line that belongs to no flag. */
export interface ArgumentDefinition {
  readonly brief: string;
  readonly placeholder: string;
  /** The words that the argument may be; any text if absent. */
  readonly values?: readonly string[];
  readonly optional?: true;
}

/** The arguments of a command: a fixed number, or any number of one kind. */
export type ArgumentDefinitions =
  | { readonly kind: "tuple"; readonly parameters: readonly ArgumentDefinition[] }
  | { readonly kind: "array"; readonly parameter: ArgumentDefinition };

/** A use of a command: a row of the table of commands. Usage and example begin with the command's name. */
export interface CommandUse {
  /** The command line in general: `show [MACHINE]`. */
  readonly usage: string;
  /** A command line without quotes; a test runs or parses it. */
  readonly example: string;
  /** One sentence in Markdown, in the imperative and without a full stop. The command's brief if absent. */
  readonly summary?: string;
  /** The name of the guide that shows the use, of those in docs/guides. */
  readonly guide?: string;
}

/** A command without its code. */
export interface CommandDescription {
  /** One line of `troupe --help`, in the imperative. */
  readonly brief: string;
  readonly uses: readonly [CommandUse, ...CommandUse[]];
  /** The flags besides those that every command has (`flags.ts`). */
  readonly flags: FlagDefinitions;
  /** Short forms of flags, besides `-C`. */
  readonly aliases?: { readonly [letter: string]: string };
  readonly positional?: ArgumentDefinitions;
}

/** Descriptions by the names of the commands. */
export interface CommandDescriptions {
  readonly [name: string]: CommandDescription;
}
