/** docs/reference/commands.md: the commands with their flags and arguments, from the definitions that the command line uses. */
import { type CommandDefinitions, loadCommands } from "../../packages/troupe/src/cli/app.ts";
import type { ArgumentDefinition, CommandDefinition } from "../../packages/troupe/src/cli/command.ts";
import type { FlagDefinition, FlagDefinitions } from "../../packages/troupe/src/cli/flag-definition.ts";
import { commonAliases, commonFlags } from "../../packages/troupe/src/cli/flags.ts";

const introduction = `# Commands

\`troupe COMMAND --help\` prints the same. \`troupe -C FOLDER COMMAND\` is accepted as well.

| exit status | meaning |
| --- | --- |
| 0 | no problem |
| 1 | problems, or a machine that was not changed |
| 2 | a command line without a meaning |
| 3 | \`plan --exit-code\` with changes |
`;

export async function commandsReference(): Promise<string> {
  const commands = await loadCommands(undefined);
  const common = `## Flags of every command\n\n${flagTable(commonFlags, commonAliases)}`;
  return [
    introduction,
    commandTable(commands, ""),
    common,
    ...Object.entries(commands).map(([name, command]) => section(name, command)),
  ].join("\n");
}

/** Returns README.md with the table of commands between its two markers. */
export async function readmeWithCommands(readme: string): Promise<string> {
  const region = /(<!-- commands: [^>]* -->\n)[^]*(<!-- end of commands -->)/;
  if (!region.test(readme)) throw new Error("README.md has no place for the table of commands.");
  const table = commandTable(await loadCommands(undefined), "docs/reference/commands.md");
  return readme.replace(region, (_, begin: string, end: string) => `${begin}\n${table}\n${end}`);
}

/** Returns the table of all commands, in the order of `troupe --help`. Its links lead to the sections of a page. */
function commandTable(commands: CommandDefinitions, page: string): string {
  const rows = Object.entries(commands).map(
    ([name, command]) => `| [\`troupe ${usage(name, command)}\`](${page}#troupe-${name}) | ${cell(command.brief)} |\n`,
  );
  return `| command | |\n| --- | --- |\n${rows.join("")}`;
}

function section(name: string, command: CommandDefinition): string {
  const { brief, flags, aliases = {} } = command;
  const words = argumentsOf(command).map(({ parameter }) => `| \`${parameter.placeholder.toUpperCase()}\` | ${cell(parameter.brief)} |\n`);
  return [
    `## troupe ${name}\n`,
    `${brief}.\n`,
    `\`\`\`sh\ntroupe ${usage(name, command)}\n\`\`\`\n`,
    ...(words.length === 0 ? [] : [`| argument | |\n| --- | --- |\n${words.join("")}`]),
    ...(Object.keys(flags).length === 0 ? [] : [flagTable(flags, aliases)]),
  ].join("\n");
}

function usage(name: string, command: CommandDefinition): string {
  const words = argumentsOf(command).map(({ parameter, many }) => {
    const word = `${parameter.placeholder.toUpperCase()}${many ? "…" : ""}`;
    return parameter.optional === true || many ? `[${word}]` : word;
  });
  return [name, ...words].join(" ");
}

function argumentsOf({ positional }: CommandDefinition): readonly { readonly parameter: ArgumentDefinition; readonly many: boolean }[] {
  if (positional === undefined) return [];
  return positional.kind === "tuple"
    ? positional.parameters.map((parameter) => ({ parameter, many: false }))
    : [{ parameter: positional.parameter, many: true }];
}

function flagTable(flags: FlagDefinitions, aliases: { readonly [letter: string]: string }): string {
  const rows = Object.entries(flags).map(([name, flag]) => {
    const letter = Object.keys(aliases).find((each) => aliases[each] === name);
    const long = `--${name.replace(/[A-Z]/g, (upper) => `-${upper.toLowerCase()}`)}${valueOf(flag)}`;
    const initial = flag.kind !== "boolean" && flag.default !== undefined ? ` (default: \`${flag.default}\`)` : "";
    return `| \`${long}\`${letter === undefined ? "" : `, \`-${letter}\``} | ${cell(flag.brief)}${initial} |\n`;
  });
  return `| flag | |\n| --- | --- |\n${rows.join("")}`;
}

function valueOf(flag: FlagDefinition): string {
  if (flag.kind === "boolean") return "";
  if (flag.kind === "enum") return ` ${flag.values.join("\\|")}`;
  return ` ${flag.placeholder.toUpperCase()}${flag.variadic === undefined ? "" : ",…"}`;
}

const cell = (text: string): string => text.replaceAll("|", "\\|");
