/** `troupe status`: what the machines run, and whether it still stands as Troupe left it. Read only. */
import { resolve } from "node:path";
import { isTroupeError } from "@troupe/modules";
import type { MachineState } from "../../deploy/model/state.ts";
import { status as lookAt } from "../../deploy/status.ts";
import type { Target } from "../../remote/transport.ts";
import { openssh } from "../../remote/openssh.ts";
import { allDiagnostics } from "../../project/check.ts";
import { type EvaluatedProject, evaluateProject } from "../../project/evaluate.ts";
import { digestOf } from "../../platforms/nixos/desired.ts";
import { chooseMachines } from "../choose.ts";
import { defineCommand } from "../command.ts";
import { onFlag } from "../flags.ts";
import { type Outcome, runCommand } from "../run-command.ts";
import { hasErrors } from "../render/diagnostics.ts";
import { shortId } from "../render/plan.ts";
import { withProgress } from "../render/progress.ts";
import { table } from "../render/table.ts";
import { count } from "../render/text.ts";
import { desiredMachines, targetsOf } from "../../deploy/targets.ts";

export const command = defineCommand({
  brief: "Show what the machines run",
  uses: [{ usage: "status", example: "status --json", guide: "plan-and-apply" }],
  flags: onFlag,
  async run(context, flags) {
    const { terminal } = context;
    await runCommand(context, flags, async (): Promise<Outcome> => {
      const project = await evaluateProject(resolve(context.cwd, flags.directory));
      const { folder, evaluated } = project;
      const targets = targetsOf(evaluated, chooseMachines(evaluated.inventory, flags.on));
      await using transport = openssh();
      const machines = await withProgress(terminal, targets.length, (observed) => lookAt(targets, { transport, ...observed }));
      // Asked for by name, they are kept. A project with errors says nothing about what the machines should run; what they do run is still worth knowing.
      for (const { machine } of targets) evaluated.machine(machine);
      const sound = !hasErrors(allDiagnostics(evaluated));
      const wanted = new Map(sound ? await declaredFor(project, targets) : []);
      const rows = machines.map((state) => [state.machine, current(state), comparison(state, wanted.get(state.machine)), remarks(state)]);
      const unreachable = machines.filter(({ reachable }) => !reachable).length;
      const asDeclared = machines.filter(
        (state) => state.reachable && state.declared === wanted.get(state.machine) && state.drift.length === 0,
      ).length;
      return {
        json: { machines: machines.map((state) => ({ ...state, wanted: wanted.get(state.machine) ?? null })) },
        text: `${table(["machine", "runs", "declared", "remarks"], rows, terminal.tableWidth)}\n\n${count(machines.length, "machine")}: ${asDeclared} as declared${unreachable > 0 ? `, ${unreachable} unreachable` : ""}.`,
        diagnostics: machines.flatMap((state) => state.diagnostics),
        folder,
      };
    });
  },
});

function current({ reachable, current: id }: MachineState): string {
  if (!reachable) return "?";
  return id == null ? "nothing of Troupe's" : shortId(id);
}

/** What `declared` of machines' states is compared with; nothing where the flake of NixOS machines cannot be made. */
async function declaredFor(project: EvaluatedProject, targets: readonly Target[]): Promise<readonly (readonly [string, string])[]> {
  try {
    const desired = await desiredMachines(project, targets, { builds: false });
    return desired.map((one) => [one.target.machine, "generation" in one ? one.generation.id : digestOf(one.contributions)]);
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    return [];
  }
}

function comparison({ reachable, declared, generations }: MachineState, wanted: string | undefined): string {
  if (!reachable || wanted === undefined) return "?";
  if (declared === wanted) return "the same";
  // Of a NixOS system nobody knows the name until it is built.
  return generations === undefined ? shortId(wanted) : "something else";
}

function remarks({ current, pending, reverted, drift, history, generations = [], reachable }: MachineState): string {
  const last = history.at(-1);
  const profile = generations.findLast(({ id }) => id === current);
  return (
    [
      ...(reachable ? [] : ["unreachable"]),
      ...(profile === undefined ? [] : [`generation ${profile.number}`]),
      ...(pending === undefined ? [] : [`a switch to ${shortId(pending.to)} is not confirmed yet`]),
      ...(reverted === undefined ? [] : [`took back ${shortId(reverted.to)}: ${reverted.reason}`]),
      ...drift.map(({ name, how }) => `${name} ${how}`),
      ...(last === undefined ? [] : [`since ${new Date(last.time * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`]),
    ].join("; ") || "-"
  );
}
