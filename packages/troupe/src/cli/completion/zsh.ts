/** The completion script for zsh. */
import { globalFlags, type ProposedCommand, type ProposedFlag, type ProposedValue } from "./proposals.ts";

/** Renders a script that works both sourced and as the file `_troupe` in a folder of `$fpath`. */
export function zshScript(commands: readonly ProposedCommand[]): string {
  const cases = commands.flatMap(({ name, flags, argument }) => [
    `        ${name})`,
    "          _arguments \\",
    ...[
      ...flags.map(flagSpecification),
      ...(argument === undefined ? [] : [quoted(`*:${escaped(argument.placeholder)}:${action(argument)}`)]),
    ].map((specification) => `            ${specification} \\`),
    "            && return",
    "          ;;",
  ]);
  return `#compdef troupe
# Completion of troupe for zsh. To load the script: source <(troupe completion zsh)
_troupe() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C \\
${globalFlags.map((flag) => `    ${flagSpecification(flag)} \\`).join("\n")}
    '1:command:->command' \\
    '*::argument:->argument' \\
    && return
  case $state in
    command)
      local -a commands
      commands=(
${commands.map(({ name, brief }) => `        ${quoted(`${name}:${escaped(brief)}`)}`).join("\n")}
      )
      _describe command commands
      ;;
    argument)
      case $line[1] in
${cases.join("\n")}
      esac
      ;;
  esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _troupe "$@"
else
  compdef _troupe troupe
fi
`;
}

/**
 * The form of `_arguments`: `'(--yes -y)'{--yes,-y}'[Do not ask]'`; the `=` of `--nix=` accepts `--nix here` as well.
 */
function flagSpecification({ forms, brief, placeholder, value }: ProposedFlag): string {
  const tail = `[${escaped(brief)}]${value === undefined ? "" : `:${escaped(placeholder)}:${action(value)}`}`;
  const shown = forms.map((form) => (value !== undefined && form.startsWith("--") ? `${form}=` : form));
  return forms.length === 1 ? quoted(shown[0]! + tail) : `'(${forms.join(" ")})'{${shown.join(",")}}${quoted(tail)}`;
}

function action(value: ProposedValue): string {
  if (value.kind === "words") return `(${value.words.join(" ")})`;
  if (value.kind === "text") return " ";
  return value.kind === "folder" ? "_files -/" : "_files";
}

const escaped = (text: string): string => text.replaceAll(/[\\:[\]]/g, "\\$&");
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
