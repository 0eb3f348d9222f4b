/** `troupe apply`: shows the plan, asks, does what the plan says, and nothing else. */
import { resolve } from "node:path";
import { apply as applyPlan } from "../../deploy/apply.ts";
import { openssh } from "../../remote/openssh.ts";
import { checkProject } from "../../project/check.ts";
import { keepLock } from "../../platforms/nixos/flake/project-flake.ts";
import { plan as planMachines } from "../../deploy/plan.ts";
import { confirmed, requireAnswer } from "../ask.ts";
import { chooseMachines } from "../choose.ts";
import { type Outcome, runCommand } from "../command.ts";
import type { CommonFlags, NixFlag, OnFlag } from "../flags.ts";
import { hasErrors } from "../render/diagnostics.ts";
import { renderPlan } from "../render/plan.ts";
import { withProgress } from "../render/progress.ts";
import { allWell, renderResults } from "../render/results.ts";
import { count } from "../render/text.ts";
import { desiredMachines, targetsOf } from "../../deploy/targets.ts";
import type { CliContext } from "../terminal.ts";
import { hasChanges, problemsOf } from "./plan.ts";

/** The flags of `apply`. */
export interface ApplyFlags extends CommonFlags, OnFlag, NixFlag {
  readonly yes: boolean;
  readonly full: boolean;
  readonly partial: boolean;
  readonly adopt?: readonly string[];
}

/** The command. */
export async function apply(this: CliContext, flags: ApplyFlags): Promise<void> {
  const { terminal } = this;
  await runCommand(this, flags, async (): Promise<Outcome> => {
    requireAnswer(terminal, flags, "troupe apply");
    const project = await checkProject(resolve(this.cwd, flags.directory), { keep: true });
    const { folder, evaluated, diagnostics } = project;
    if (hasErrors(diagnostics)) return { json: {}, diagnostics, folder };
    const targets = targetsOf(evaluated, chooseMachines(evaluated.inventory, flags.on));
    const desired = await desiredMachines(project, targets);
    await using transport = openssh();
    const adopt = flags.adopt ?? [];
    const plan = await withProgress(terminal, desired.length, (observed) =>
      planMachines(desired, { transport, ...observed, adopt, builder: flags.nix }),
    );
    if (targets.some((target) => target.class === "nixos")) await keepLock(folder);
    const shown = renderPlan(plan, terminal, flags);
    const refused =
      hasErrors(problemsOf(plan)) || plan.machines.some(({ status }) => ["conflict", "blocked", "unreachable"].includes(status));
    if (refused && !flags.partial) {
      return {
        json: { plan },
        text: `${shown}\nNothing was changed. --partial applies to the machines that can be.`,
        diagnostics: [...diagnostics, ...problemsOf(plan)],
        folder,
        status: 1,
      };
    }
    if (!hasChanges(plan))
      return { json: { plan, results: [] }, text: `Nothing to do on ${count(plan.machines.length, "machine")}.`, diagnostics, folder };
    if (!flags.json) terminal.line(`${shown}\n`);
    if (!(await confirmed(flags, "Apply this plan?"))) {
      return { json: { plan }, text: "Nothing was changed.", folder, status: 1 };
    }
    const results = await withProgress(terminal, desired.length, (observed) =>
      applyPlan(plan, desired, { transport, ...observed, partial: flags.partial }),
    );
    return {
      json: { plan, results },
      text: renderResults(results, terminal),
      diagnostics: [...diagnostics, ...results.flatMap((result) => result.diagnostics)],
      folder,
      status: allWell(results) ? 0 : 1,
    };
  });
}
