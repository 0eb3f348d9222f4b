/** The commands as Markdown, for README.md and for the reference of commands; pure functions of the descriptions. */
import type { ArgumentDefinition, CommandDescription, CommandDescriptions } from "./command-description.ts";
import { type FlagDefinition, type FlagDefinitions, flagName } from "./flag-definition.ts";
import { commonAliases, commonFlags } from "./flags.ts";

/**
 * Renders a table with a row for each use of each command. The usages link to the sections of {@link commandSections}.
 *
 * @param page the path of the page with the sections, relative to the document with the table; empty for the same page
 */
export const commandTable = (commands: CommandDescriptions, page: string): string =>
  markdownTable(
    "command",
    Object.entries(commands).flatMap(([name, { brief, uses }]) =>
      uses.map(({ usage, summary = brief }) => [`[\`troupe ${usage}\`](${page}#troupe-${name})`, summary]),
    ),
  );

/**
 * Renders a section for the flags of every command, and one for each command with its examples, arguments and flags.
 *
 * @param guides the path of the folder of guides, relative to the document
 */
export function commandSections(commands: CommandDescriptions, guides: string): string {
  const common = `## Flags of every command\n\n${flagTable(commonFlags, commonAliases)}`;
  return [common, ...Object.entries(commands).map(([name, command]) => commandSection(name, command, guides))].join(
    "\n",
  );
}

function commandSection(
  name: string,
  { brief, uses, flags, aliases, positional }: CommandDescription,
  guides: string,
): string {
  const guideNames = [...new Set(uses.flatMap(({ guide }) => guide ?? []))];
  const parameters =
    positional === undefined ? [] : positional.kind === "tuple" ? positional.parameters : [positional.parameter];
  return [
    `## troupe ${name}\n`,
    `${brief}.${guideNames.map((guide) => ` See [the guide](${guides}/${guide}.md).`).join("")}\n`,
    `\`\`\`sh\n${uses.map(({ example }) => `troupe ${example}\n`).join("")}\`\`\`\n`,
    ...(parameters.length === 0 ? [] : [markdownTable("argument", parameters.map(argumentRow))]),
    ...(Object.keys(flags).length === 0 ? [] : [flagTable(flags, aliases)]),
  ].join("\n");
}

const argumentRow = ({ placeholder, optional, brief }: ArgumentDefinition): Row => {
  const word = placeholder.toUpperCase();
  return [`\`${optional === true ? `[${word}]` : word}\``, brief];
};

function flagTable(flags: FlagDefinitions, aliases: CommandDescription["aliases"] = {}): string {
  const rows = Object.entries(flags).map(([name, flag]): Row => {
    const letter = Object.keys(aliases).find((each) => aliases[each] === name);
    const forms = [flagName(name) + valueOf(flag), ...(letter === undefined ? [] : [`-${letter}`])];
    const initial = flag.kind !== "boolean" && flag.default !== undefined ? ` (default: \`${flag.default}\`)` : "";
    return [forms.map((form) => `\`${form}\``).join(", "), flag.brief + initial];
  });
  return markdownTable("flag", rows);
}

/** The value of a flag as usage lines show it: ` FOLDER`, ` here|there`, ` MACHINES,…`; empty for a switch. */
function valueOf(flag: FlagDefinition): string {
  if (flag.kind === "boolean") return "";
  if (flag.kind === "enum") return ` ${flag.values.join("|")}`;
  return ` ${flag.placeholder.toUpperCase()}${flag.variadic === undefined ? "" : ",…"}`;
}

type Row = readonly [name: string, description: string];

/** A `|` within a cell would end the cell. */
const markdownTable = (heading: string, rows: readonly Row[]): string =>
  `| ${heading} | |\n| --- | --- |\n${rows.map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`).join("")}`;
