/** `troupe run`: runs a command of an extension of the project, or lists these commands. */
import { resolve } from "node:path";
import type { AnyExtension, ExtensionCommand } from "@troupe/core";
import { fail } from "@troupe/modules";
import { didYouMean } from "@troupe/modules/internal";
import { checkProject } from "../../project/check.ts";
import { defineCommand } from "../command.ts";
import { onFlag } from "../flags.ts";
import { runCommand } from "../run-command.ts";
import { unknownExtensionCommand } from "../diagnostics.ts";
import { chooseMachines } from "../choose.ts";
import { hasErrors } from "../render/diagnostics.ts";
import { table } from "../render/table.ts";

export const command = defineCommand({
  brief: "Run a command that an extension of the project adds",
  uses: [{ usage: "run [EXTENSION:NAME]", example: "run", guide: "extensions" }],
  flags: onFlag,
  positional: {
    kind: "array",
    parameter: { placeholder: "command", brief: "EXTENSION:NAME and what it takes; nothing: list them" },
  },
  async run(context, flags, ...words) {
    const [name, ...args] = words;
    await runCommand(context, flags, async () => {
      const { folder, evaluated, diagnostics } = await checkProject(resolve(context.cwd, flags.directory));
      if (hasErrors(diagnostics)) return { json: {}, diagnostics, folder };
      const commands = commandsOf(evaluated.inventory.extensions);
      if (name === undefined) {
        const briefs = [...commands].map(([command, { brief }]) => [command, brief]);
        const text =
          briefs.length === 0
            ? "No extension of this project adds commands."
            : table(["command", ""], briefs, context.terminal.tableWidth);
        return { json: { commands: Object.fromEntries(briefs) }, text, folder };
      }
      const command = commands.get(name);
      if (command === undefined) fail(unknownExtensionCommand, { name }, { hint: didYouMean(name, commands.keys()) });
      const machines =
        flags.on === undefined
          ? [...evaluated.inventory.machines.keys()]
          : chooseMachines(evaluated.inventory, flags.on);
      const lines: string[] = [];
      const status = await command.run({ evaluated, machines, args, print: (line) => lines.push(line) });
      return { json: { lines }, text: lines.join("\n"), diagnostics, folder, status: status ?? 0 };
    });
  },
});

/** Returns the commands of extensions by `EXTENSION:NAME`. */
function commandsOf(extensions: readonly AnyExtension[]): ReadonlyMap<string, ExtensionCommand> {
  const named = extensions.flatMap(({ name, "~extension": { commands = {} } }) =>
    Object.entries(commands).map(([command, value]): [string, ExtensionCommand] => [`${name}:${command}`, value]),
  );
  return new Map(named.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
