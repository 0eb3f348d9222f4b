/** `troupe apply`: shows the plan, asks for confirmation, and executes exactly the plan. */
import { resolve } from "node:path";
import { apply as applyPlan } from "../../deploy/apply.ts";
import { openssh } from "../../remote/openssh.ts";
import { checkProject } from "../../project/check.ts";
import { plan as planMachines } from "../../deploy/plan.ts";
import { parallelOf, unusedConsent } from "../consent.ts";
import { confirmed, requireAnswer } from "../ask.ts";
import { chooseMachines } from "../choose.ts";
import { defineCommand } from "../command.ts";
import { consentFlags, fullFlag, onFlag, parallelFlag, yesFlag } from "../flags.ts";
import { platformFlags, platformFlagValues } from "../platform-flags.ts";
import { type Outcome, runCommand } from "../run-command.ts";
import { hasErrors } from "../render/diagnostics.ts";
import { renderNothingToDo, renderPlan } from "../render/plan.ts";
import { withProgress } from "../progress.ts";
import { allWell, renderResults } from "../render/results.ts";
import { desiredMachines, keepSettled, targetsOf } from "../../deploy/targets.ts";
import { hasChanges, problemsOf } from "./plan.ts";

export const command = defineCommand({
  brief: "Show the plan, ask for confirmation, and change the machines as planned",
  uses: [{ usage: "apply", example: "apply --on alice,bob --yes", guide: "plan-and-apply" }],
  flags: {
    ...onFlag,
    ...platformFlags(),
    ...yesFlag,
    ...fullFlag,
    ...parallelFlag,
    ...consentFlags,
    partial: { kind: "boolean", default: false, brief: "Apply to the machines that can be, even if others cannot" },
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
      requireAnswer(terminal, flags, "troupe apply");
      const project = await checkProject(resolve(context.cwd, flags.directory), { keep: true });
      const { folder, evaluated, diagnostics } = project;
      if (hasErrors(diagnostics)) return { json: {}, diagnostics, folder };
      const targets = targetsOf(evaluated, chooseMachines(evaluated.inventory, flags.on));
      const desired = await desiredMachines(project, targets);
      await using transport = openssh();
      const { adopt, allowRemoval, takeover } = flags;
      const limit = parallelOf(flags);
      const plan = await withProgress(terminal, desired.length, (observed) =>
        planMachines(desired, {
          transport,
          ...observed,
          adopt,
          allowRemoval,
          takeover,
          limit,
          flags: platformFlagValues(flags),
        }),
      );
      const shown = renderPlan(plan, terminal, flags);
      const unused = await unusedConsent(plan, desired, flags);
      const refused =
        hasErrors(problemsOf(plan)) ||
        plan.machines.some(({ status }) => ["conflict", "blocked", "unreachable"].includes(status));
      if (refused && !flags.partial) {
        return {
          json: { plan },
          text: `${shown}\nNothing was changed. --partial applies to the machines that can be.`,
          diagnostics: [...diagnostics, ...unused, ...problemsOf(plan)],
          folder,
          status: 1,
        };
      }
      if (!hasChanges(plan))
        return {
          json: { plan, results: [] },
          text: renderNothingToDo(plan),
          diagnostics: [...diagnostics, ...unused],
          folder,
        };
      if (!flags.json) terminal.line(`${shown}\n`);
      if (!(await confirmed(flags, "Apply this plan?"))) {
        return { json: { plan }, text: "Nothing was changed.", folder, status: 1 };
      }
      await keepSettled(folder, targets);
      const results = await withProgress(terminal, desired.length, (observed) =>
        applyPlan(plan, desired, { transport, ...observed, limit, partial: flags.partial, reboot: !flags.noReboot }),
      );
      return {
        json: { plan, results },
        text: renderResults(results, terminal),
        diagnostics: [...diagnostics, ...unused, ...results.flatMap((result) => result.diagnostics)],
        folder,
        status: allWell(results) ? 0 : 1,
      };
    });
  },
});
