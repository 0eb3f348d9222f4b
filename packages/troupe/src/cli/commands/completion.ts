/** `troupe completion`: the script that lets a shell complete the command line. */
import { defineCommand } from "../command.ts";
import { bashScript } from "../completion/bash.ts";
import { fishScript } from "../completion/fish.ts";
import { proposedCommands } from "../completion/proposals.ts";
import { zshScript } from "../completion/zsh.ts";
import { runCommand } from "../run-command.ts";

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };

export const command = defineCommand({
  brief: "Print the script that completes command lines of troupe in a shell",
  uses: [
    {
      usage: "completion SHELL",
      example: "completion bash",
      summary:
        "Print the script that completes command lines in `bash`, `zsh` or `fish`, as in `source <(troupe completion bash)`",
    },
  ],
  flags: {},
  positional: {
    kind: "tuple",
    parameters: [{ placeholder: "shell", values: ["bash", "zsh", "fish"], brief: "bash, zsh or fish" }],
  },
  async run(context, flags, shell) {
    await runCommand(context, flags, async () => {
      const script = scripts[shell](proposedCommands(await context.commands()));
      return { json: { shell, script }, text: script.trimEnd() };
    });
  },
});
