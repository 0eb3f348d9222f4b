/**
 * docs/reference/commands.md and the table of README.md: the commands, from the descriptions that the command line
 * uses.
 */
import { loadCommands } from "../../packages/troupe/src/cli/app.ts";
import { commandSections, commandTable } from "../../packages/troupe/src/cli/command-table.ts";

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
  return [introduction, commandTable(commands, ""), commandSections(commands, "../guides")].join("\n");
}

/** Returns README.md with the table of commands between its two markers. */
export async function readmeWithCommands(readme: string): Promise<string> {
  const region = /(<!-- commands: [^>]* -->\n)[^]*(<!-- end of commands -->)/;
  if (!region.test(readme)) throw new Error("README.md has no place for the table of commands.");
  const table = commandTable(await loadCommands(undefined), "docs/reference/commands.md");
  return readme.replace(region, (_, begin: string, end: string) => `${begin}\n${table}\n${end}`);
}
