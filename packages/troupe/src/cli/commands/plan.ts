/** `troupe plan`: what would change on the machines, and why. Read only. */
import { resolve } from "node:path";
import { openssh } from "../../remote/openssh.ts";
import { checkProject } from "../../project/check.ts";
import type { DesiredMachine, Plan } from "../../deploy/model/plan.ts";
import { plan as planMachines, planOffline } from "../../deploy/plan.ts";
import { writeGenerations } from "../../deploy/write-generations.ts";
import { parallelOf, unusedConsent } from "../consent.ts";
import type { FlagValues } from "../flag-definition.ts";
import { chooseMachines } from "../choose.ts";
import { defineCommand } from "../command.ts";
import { consentFlags, fullFlag, onFlag, parallelFlag } from "../flags.ts";
import { platformFlags, platformFlagValues } from "../platform-flags.ts";
import { runCommand } from "../run-command.ts";
import { hasErrors } from "../render/diagnostics.ts";
import { renderPlan } from "../render/plan.ts";
import { withProgress } from "../progress.ts";
import { count } from "../../text/text.ts";
import { desiredMachines, targetsOf } from "../../deploy/targets.ts";
import type { CliContext } from "../terminal.ts";

const somethingToChange = 3;

export const command = defineCommand({
  brief: "Show what would change on the machines, and why",
  uses: [
    {
      usage: "plan",
      example: "plan --on tag:eu --exit-code",
      summary: "Show what would change on the machines, and why (`--exit-code`: exit status 3 if there are changes)",
      guide: "plan-and-apply",
    },
  ],
  flags: {
    ...onFlag,
    ...platformFlags(),
    ...fullFlag,
    ...parallelFlag,
    ...consentFlags,
    exitCode: { kind: "boolean", default: false, brief: "Exit with status 3 if there are changes" },
    out: {
      kind: "parsed",
      parse: String,
      optional: true,
      placeholder: "folder",
      brief: "Also write every machine's generation to this folder",
    },
    offline: { kind: "boolean", default: false, brief: "Contact no machine: plan as if all were empty" },
  },
  async run(context, flags) {
    await runCommand(context, flags, async () => {
      const project = await checkProject(resolve(context.cwd, flags.directory), { keep: true });
      const { folder, evaluated, diagnostics } = project;
      if (hasErrors(diagnostics)) return { json: {}, diagnostics, folder };
      const targets = targetsOf(evaluated, chooseMachines(evaluated.inventory, flags.on), flags);
      const desired = await desiredMachines(project, targets, { builds: !flags.offline });
      const made = flags.offline ? await planOffline(desired) : await look(context, desired, flags);
      const unused = await unusedConsent(made, desired, {
        ...flags,
        ...(flags.offline && { takeover: [], allowRemoval: [] }),
      });
      const written = flags.out === undefined ? undefined : resolve(context.cwd, flags.out);
      const note =
        written === undefined
          ? ""
          : `Wrote ${count(await writeGenerations(written, desired), "generation")} to ${written}.\n\n`;
      return {
        json: { plan: made },
        text: note + renderPlan(made, context.terminal, flags),
        diagnostics: [...diagnostics, ...unused, ...problemsOf(made)],
        folder,
        ...(flags.exitCode && hasChanges(made) && !hasErrors(problemsOf(made)) && { status: somethingToChange }),
      };
    });
  },
});

async function look(
  { terminal }: CliContext,
  desired: readonly DesiredMachine[],
  flags: FlagValues<typeof consentFlags & typeof parallelFlag>,
): Promise<Plan> {
  const { adopt, allowRemoval, takeover } = flags;
  const limit = parallelOf(flags);
  await using transport = openssh();
  // Awaited here: the transport lives as long as this function.
  return await withProgress(terminal, desired.length, (observed) =>
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
}

/** The problems of all machines of a plan. */
export const problemsOf = (plan: Plan) => plan.machines.flatMap(({ diagnostics }) => diagnostics);

/** True if applying the plan would change any machine. */
export const hasChanges = (plan: Plan): boolean =>
  plan.machines.some(({ status }) => status !== "same" && status !== "not-applied");
