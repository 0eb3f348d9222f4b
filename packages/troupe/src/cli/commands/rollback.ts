/** `troupe rollback`: machines go back to the generation before, or to another one they still have. */
import { resolve } from "node:path";
import { rollback as rollBack } from "../../deploy/rollback.ts";
import { openssh } from "../../remote/openssh.ts";
import { evaluateProject } from "../../project/evaluate.ts";
import { confirmed, requireAnswer } from "../ask.ts";
import { chooseMachines } from "../choose.ts";
import { type Outcome, runCommand } from "../command.ts";
import type { CommonFlags, OnFlag } from "../flags.ts";
import { withProgress } from "../render/progress.ts";
import { allWell, renderResults } from "../render/results.ts";
import { listed } from "../render/text.ts";
import { targetsOf } from "../../deploy/targets.ts";
import type { CliContext } from "../terminal.ts";

/** The flags of `rollback`. */
export interface RollbackFlags extends CommonFlags, OnFlag {
  readonly yes: boolean;
  readonly to?: string;
}

/** The command. It needs to know where the machines are and nothing else, so a project with errors is no obstacle. */
export async function rollback(this: CliContext, flags: RollbackFlags): Promise<void> {
  const { terminal } = this;
  await runCommand(this, flags, async (): Promise<Outcome> => {
    requireAnswer(terminal, flags, "troupe rollback");
    const { folder, evaluated } = await evaluateProject(resolve(this.cwd, flags.directory));
    const names = chooseMachines(evaluated.inventory, flags.on);
    const targets = targetsOf(evaluated, names);
    const question = `Switch ${listed(names)} to ${flags.to === undefined ? "the generation before" : `generation ${flags.to}`}?`;
    if (!(await confirmed(flags, question))) return { json: {}, text: "Nothing was changed.", status: 1 };
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
}
