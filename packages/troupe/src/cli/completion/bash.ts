/** The completion script for bash. */
import { globalFlags, type ProposedCommand, type ProposedFlag, type ProposedValue } from "./proposals.ts";

/**
 * Renders a script that defines the function `_troupe` and registers the function for `troupe`. Needs no
 * bash-completion.
 */
export function bashScript(commands: readonly ProposedCommand[]): string {
  const values = [
    ...valueCases("*", globalFlags),
    ...commands.flatMap(({ name, flags }) =>
      valueCases(
        name,
        flags.filter(({ forms }) => forms[0] !== "--directory"),
      ),
    ),
  ];
  const words = [
    wordCase('""', globalFlags, { kind: "words", words: commands.map(({ name }) => name) }),
    ...commands.map(({ name, flags, argument }) => wordCase(name, flags, argument)),
  ];
  return `# Completion of troupe for bash. To load the script: source <(troupe completion bash)
_troupe_words() {
  COMPREPLY=($(compgen -W "$1" -- "$word"))
}

_troupe_paths() {
  local path
  compopt -o filenames 2>/dev/null
  while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen "$1" -- "$word")
}

_troupe() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} command= index
  COMPREPLY=()
  # Bash splits --flag=value into three words.
  if [[ $word == = ]]; then
    word=
  elif [[ $before == = ]]; then
    before=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  # The command is the first word that is no flag; -C FOLDER may stand before the command.
  for ((index = 1; index < COMP_CWORD; index++)); do
    case \${COMP_WORDS[index]} in
      -C | --directory) index=$((index + 1)) ;;
      -*) ;;
      *)
        command=\${COMP_WORDS[index]}
        break
        ;;
    esac
  done
  case $command:$before in
${values.map((line) => `    ${line}`).join("\n")}
    *)
      case $command in
${words.map((line) => `        ${line}`).join("\n")}
      esac
      ;;
  esac
}

complete -F _troupe troupe
`;
}

/**
 * The case for words of a command that follow no flag with a value. Long forms of flags alone are proposed: the long
 * form says more.
 */
function wordCase(command: string, flags: readonly ProposedFlag[], argument: ProposedValue = { kind: "text" }): string {
  const switches = `_troupe_words "${flags.map(({ forms }) => forms[0]).join(" ")}"`;
  return argument.kind === "text"
    ? `${command}) ${switches} ;;`
    : `${command}) case $word in -*) ${switches} ;; *) ${proposal(argument)} ;; esac ;;`;
}

/** The cases for words that follow a flag with a value. */
const valueCases = (command: string, flags: readonly ProposedFlag[]): readonly string[] =>
  flags.flatMap(({ forms, value }) =>
    value === undefined ? [] : `${forms.map((form) => `${command}:${form}`).join(" | ")}) ${proposal(value)} ;;`,
  );

function proposal(value: ProposedValue): string {
  if (value.kind === "words") return `_troupe_words "${value.words.join(" ")}"`;
  if (value.kind === "text") return ":";
  return `_troupe_paths ${value.kind === "folder" ? "-d" : "-f"}`;
}
