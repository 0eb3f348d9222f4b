/** `troupe rollback`: switches machines to their previous generation, or to another one that they keep. */
import { resolve } from "node:path";
import { planRollback, rollback as rollBack } from "../../deploy/rollback.ts";
import { openssh } from "../../remote/openssh.ts";
import { platformOf } from "../../platforms/platforms.ts";
import { evaluateProject } from "../../project/evaluate.ts";
import { parallelOf } from "../consent.ts";
import { confirmed, requireAnswer } from "../ask.ts";
import { chooseMachines } from "../choose.ts";
import { defineCommand } from "../command.ts";
import { fullFlag, onFlag, parallelFlag, yesFlag } from "../flags.ts";
import { type Outcome, runCommand } from "../run-command.ts";
import { withProgress } from "../progress.ts";
import { renderPlan } from "../render/plan.ts";
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
    ...fullFlag,
    ...parallelFlag,
    to: {
      kind: "parsed",
      parse: String,
      optional: true,
      placeholder: "generation",
      brief: "The generation to switch to (default: the previous one); none gives back what was before Troupe",
    },
    noReboot: {
      kind: "boolean",
      default: false,
      brief: "Never restart a machine that took a change of its way in back and that nobody can log into",
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
      const wanted =
        flags.to === undefined
          ? "the generation before"
          : flags.to === "none"
            ? "the state before Troupe"
            : `generation ${flags.to}`;
      const question = `Switch ${listed(applied.map(({ machine }) => machine))} to ${wanted}?`;
      await using transport = openssh();
      const options = { limit: parallelOf(flags), ...(flags.to !== undefined && { to: flags.to }) };
      const plan = await withProgress(terminal, targets.length, (observed) =>
        planRollback(applied, { transport, ...observed, ...options }),
      );
      if (!flags.json && plan.machines.length > 0) terminal.line(`${renderPlan(plan, terminal, flags)}\n`);
      if (applied.length > 0 && !(await confirmed(flags, question)))
        return { json: { plan }, text: "Nothing was changed.", folder, status: 1 };
      const results = await withProgress(terminal, targets.length, (observed) =>
        rollBack(targets, { transport, ...observed, ...options, reboot: !flags.noReboot, plan }),
      );
      return {
        json: { plan, results },
        text: renderResults(results, terminal),
        diagnostics: results.flatMap((result) => result.diagnostics),
        folder,
        status: allWell(results) ? 0 : 1,
      };
    });
  },
});
