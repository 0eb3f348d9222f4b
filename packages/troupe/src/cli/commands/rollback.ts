/** `troupe rollback`: switches machines to their previous generation, or to another one that they keep. */
import { resolve } from "node:path";
import { rollback as rollBack } from "../../deploy/rollback.ts";
import { openssh } from "../../remote/openssh.ts";
import { platformOf } from "../../platforms/platforms.ts";
import { evaluateProject } from "../../project/evaluate.ts";
import { confirmed, requireAnswer } from "../ask.ts";
import { chooseMachines } from "../choose.ts";
import { defineCommand } from "../command.ts";
import { onFlag, yesFlag } from "../flags.ts";
import { type Outcome, runCommand } from "../run-command.ts";
import { withProgress } from "../progress.ts";
import { allWell, renderResults } from "../render/results.ts";
import { listed } from "../../text/text.ts";
import { targetsOf } from "../../deploy/targets.ts";

/** The command needs the addresses of the machines alone, so that it works in a project with errors. */
export const command = defineCommand({
  brief: "Switch machines to their previous generation, or to another one that they keep",
  uses: [{ usage: "rollback", example: "rollback --on alice", guide: "plan-and-apply" }],
  flags: {
    ...onFlag,
    ...yesFlag,
    to: {
      kind: "parsed",
      parse: String,
      optional: true,
      placeholder: "generation",
      brief: "The generation to switch to (default: the previous one)",
    },
  },
  aliases: { y: "yes" },
  async run(context, flags) {
    const { terminal } = context;
    await runCommand(context, flags, async (): Promise<Outcome> => {
      requireAnswer(terminal, flags, "troupe rollback");
      const { folder, evaluated } = await evaluateProject(resolve(context.cwd, flags.directory));
      const targets = targetsOf(evaluated, chooseMachines(evaluated.inventory, flags.on));
      const applied = targets.filter((target) => platformOf(target)?.deployment !== undefined);
      const question = `Switch ${listed(applied.map(({ machine }) => machine))} to ${flags.to === undefined ? "the generation before" : `generation ${flags.to}`}?`;
      if (applied.length > 0 && !(await confirmed(flags, question)))
        return { json: {}, text: "Nothing was changed.", status: 1 };
      await using transport = openssh();
      const results = await withProgress(terminal, targets.length, (observed) =>
        rollBack(targets, { transport, ...observed, ...(flags.to !== undefined && { to: flags.to }) }),
      );
      return {
        json: { results },
        text: renderResults(results, terminal),
        diagnostics: results.flatMap((result) => result.diagnostics),
        folder,
        status: allWell(results) ? 0 : 1,
      };
    });
  },
});
