/** The completion script for fish. */
import { globalFlags, type ProposedCommand, type ProposedFlag, type ProposedValue } from "./proposals.ts";

/** Renders a script to source, or to store as `troupe.fish` in fish's folder of completions. */
export function fishScript(commands: readonly ProposedCommand[]): string {
  return `# Completion of troupe for fish. To load the script: troupe completion fish | source
function __troupe_command_is
    set -l words (commandline -opc)
    set -e words[1]
    set -l command ""
    while set -q words[1]
        switch $words[1]
            case -C --directory
                set -e words[1]
            case '-*'
            case '*'
                set command $words[1]
                break
        end
        set -e words[1]
    end
    test "$command" = "$argv[1]"
end

complete -c troupe -f
${[
  ...globalFlags.map((flag) => flagLine("", flag)),
  ...commands.map(({ name, brief }) => `complete -c troupe -n '__troupe_command_is ""' -a ${name} -d ${quoted(brief)}`),
  ...commands.flatMap(({ name, flags, argument }) => [
    ...flags.map((flag) => flagLine(name, flag)),
    ...(argument === undefined || argument.kind === "text" ? [] : [`${condition(name)} ${argumentOptions(argument)}`]),
  ]),
].join("\n")}
`;
}

const condition = (command: string): string =>
  `complete -c troupe -n '__troupe_command_is ${command === "" ? '""' : command}'`;

function flagLine(command: string, { forms, brief, value }: ProposedFlag): string {
  const names = forms.map((form) => (form.startsWith("--") ? `-l ${form.slice(2)}` : `-s ${form.slice(1)}`));
  return [
    condition(command),
    ...names,
    ...(value === undefined ? [] : [valueOptions(value)]),
    `-d ${quoted(brief)}`,
  ].join(" ");
}

/**
 * The options for the value of a flag: `-x` requires a value and proposes no files, `-r` requires a value and proposes
 * files.
 */
function valueOptions(value: ProposedValue): string {
  if (value.kind === "words") return `-x -a ${quoted(value.words.join(" "))}`;
  if (value.kind === "text") return "-x";
  return value.kind === "folder" ? "-x -a '(__fish_complete_directories)'" : "-r -F";
}

function argumentOptions(value: ProposedValue): string {
  if (value.kind === "words") return `-a ${quoted(value.words.join(" "))}`;
  return value.kind === "folder" ? "-a '(__fish_complete_directories)'" : "-F";
}

const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, "\\$&")}'`;
