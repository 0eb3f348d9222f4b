/** The words that shell completion proposes, derived from the descriptions of the commands. */
import type { ArgumentDefinition, CommandDescription, CommandDescriptions } from "../command-description.ts";
import { type FlagDefinition, flagName } from "../flag-definition.ts";
import { commonAliases, commonFlags } from "../flags.ts";

/** The value of a flag or of an argument: one of some words, a folder, a file, or a text that no proposal fits. */
export type ProposedValue =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "folder" | "file" | "text" };

/** A flag with its value; a flag without a value is a switch. */
export interface ProposedFlag {
  /** The forms of the flag: `--yes`, `-y`. */
  readonly forms: readonly string[];
  readonly brief: string;
  readonly placeholder: string;
  readonly value?: ProposedValue;
}

/** A command with the flags and with the first argument that completion proposes for the command. */
export interface ProposedCommand {
  readonly name: string;
  readonly brief: string;
  readonly flags: readonly ProposedFlag[];
  readonly argument?: ProposedValue & { readonly placeholder: string };
}

const helpFlag: ProposedFlag = { forms: ["--help", "-h"], brief: "Print help", placeholder: "" };

/** The flags that stand in place of a command or before a command. */
export const globalFlags: readonly ProposedFlag[] = [
  helpFlag,
  { forms: ["--version", "-V"], brief: "Print the version", placeholder: "" },
  flagProposal("directory", commonFlags.directory, commonAliases),
];

/** The proposals of completion for each command. */
export const proposedCommands = (commands: CommandDescriptions): readonly ProposedCommand[] =>
  Object.entries(commands).map(([name, command]) => ({
    name,
    brief: command.brief,
    flags: flagsOf(command),
    ...argumentOf(command),
  }));

function flagsOf({ flags, aliases }: CommandDescription): readonly ProposedFlag[] {
  const shortForms = { ...commonAliases, ...aliases };
  return [
    ...Object.entries({ ...commonFlags, ...flags }).map(([name, flag]) => flagProposal(name, flag, shortForms)),
    helpFlag,
  ];
}

function flagProposal(
  name: string,
  flag: FlagDefinition,
  shortForms: { readonly [letter: string]: string },
): ProposedFlag {
  const letters = Object.entries(shortForms).flatMap(([letter, long]) => (long === name ? `-${letter}` : []));
  const proposal = { forms: [flagName(name), ...letters], brief: flag.brief };
  if (flag.kind === "boolean") return { ...proposal, placeholder: "" };
  if (flag.kind === "enum") return { ...proposal, placeholder: name, value: { kind: "words", words: flag.values } };
  return { ...proposal, placeholder: flag.placeholder, value: { kind: pathKind(flag.placeholder) } };
}

function argumentOf({ positional }: CommandDescription): Pick<ProposedCommand, "argument"> {
  const first: ArgumentDefinition | undefined =
    positional?.kind === "tuple" ? positional.parameters[0] : positional?.parameter;
  if (first === undefined) return {};
  const { placeholder, values } = first;
  return {
    argument: {
      placeholder,
      ...(values === undefined ? { kind: pathKind(placeholder) } : { kind: "words", words: values }),
    },
  };
}

/** The kind of a value by its placeholder: the placeholder of a path says so. */
function pathKind(placeholder: string): "folder" | "file" | "text" {
  if (placeholder === "folder") return "folder";
  return ["file", "path", "paths"].includes(placeholder) ? "file" : "text";
}
