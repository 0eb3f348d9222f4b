/** `troupe status`: what the machines run, and whether it still stands as Troupe left it. Read only. */
import { resolve } from "node:path";
import { isTroupeError } from "@troupe/modules";
import type { MachineState } from "../../deploy/model/state.ts";
import { status as lookAt } from "../../deploy/status.ts";
import type { Target } from "../../remote/transport.ts";
import { openssh } from "../../remote/openssh.ts";
import { allDiagnostics } from "../../project/check.ts";
import { type EvaluatedProject, evaluateProject } from "../../project/evaluate.ts";
import type { Declared } from "../../deploy/model/platform.ts";
import { loadDeployments, platformOf } from "../../platforms/platforms.ts";
import { parallelOf } from "../consent.ts";
import { chooseMachines } from "../choose.ts";
import { defineCommand } from "../command.ts";
import { onFlag, parallelFlag } from "../flags.ts";
import { type Outcome, runCommand } from "../run-command.ts";
import { hasErrors } from "../render/diagnostics.ts";
import { shortId } from "../render/plan.ts";
import { withProgress } from "../progress.ts";
import { table } from "../render/table.ts";
import { count } from "../../text/text.ts";
import { desiredMachines, targetsOf } from "../../deploy/targets.ts";

export const command = defineCommand({
  brief: "Show the generation that each machine runs",
  uses: [{ usage: "status", example: "status --json", guide: "plan-and-apply" }],
  flags: { ...onFlag, ...parallelFlag },
  async run(context, flags) {
    const { terminal } = context;
    await runCommand(context, flags, async (): Promise<Outcome> => {
      const project = await evaluateProject(resolve(context.cwd, flags.directory));
      const { folder, evaluated } = project;
      const targets = targetsOf(evaluated, chooseMachines(evaluated.inventory, flags.on));
      await using transport = openssh();
      const machines = await withProgress(terminal, targets.length, (observed) =>
        lookAt(targets, { transport, ...observed, limit: parallelOf(flags) }),
      );
      // Asked for by name, they are kept. A project with errors says nothing about what the machines should run; what
      // they do run is still worth knowing.
      for (const { machine } of targets) evaluated.machine(machine);
      const sound = !hasErrors(allDiagnostics(evaluated));
      const wanted = new Map(sound ? await declaredFor(project, targets) : []);
      const rows = machines.map((state) => [
        state.machine,
        current(state),
        comparison(state, wanted.get(state.machine)),
        remarks(state),
      ]);
      const notApplied = machines.filter((state) => state.notApplied === true).length;
      const blocked = machines.filter((state) => state.blocked === true).length;
      const unreachable = machines.filter(({ reachable }) => !reachable).length - notApplied - blocked;
      const asDeclared = machines.filter(
        (state) => state.reachable && state.declared === wanted.get(state.machine)?.digest && state.drift.length === 0,
      ).length;
      const counts = [
        `${asDeclared} as declared`,
        ...(unreachable > 0 ? [`${unreachable} unreachable`] : []),
        ...(blocked > 0 ? [`${blocked} with an answer of no use`] : []),
        ...(notApplied > 0 ? [`${notApplied} not applied by Troupe`] : []),
      ];
      return {
        json: { machines: machines.map((state) => ({ ...state, wanted: wanted.get(state.machine)?.digest ?? null })) },
        text: `${table(["machine", "runs", "declared", "remarks"], rows, terminal.tableWidth)}\n\n${count(machines.length, "machine")}: ${counts.join(", ")}.`,
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

/** The identities of the desired machines by machine; none if a platform has a problem with the project. */
async function declaredFor(
  project: EvaluatedProject,
  targets: readonly Target[],
): Promise<readonly (readonly [string, Declared])[]> {
  try {
    const desired = await desiredMachines(project, targets, { builds: false });
    const deploymentOf = await loadDeployments(targets);
    return desired.flatMap((machine) => {
      const declared = deploymentOf(machine.target)?.declared(machine);
      return declared === undefined ? [] : [[machine.target.machine, declared] as const];
    });
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    return [];
  }
}

function comparison({ reachable, declared }: MachineState, wanted: Declared | undefined): string {
  if (!reachable || wanted === undefined) return "?";
  if (declared === wanted.digest) return "the same";
  return wanted.generation === undefined ? "something else" : shortId(wanted.generation);
}

function remarks(state: MachineState): string {
  const { pending, reverted, drift, history, details, reachable, blocked, notApplied } = state;
  if (notApplied === true) return "not applied by Troupe";
  const last = history.at(-1);
  return (
    [
      ...(reachable ? [] : [blocked === true ? "answers, but not as Troupe needs" : "unreachable"]),
      ...((details && platformOf({ class: details.kind })?.stateRemarks?.(details, state)) ?? []),
      ...(pending === undefined ? [] : [`a switch to ${shortId(pending.to)} is not confirmed yet`]),
      ...(reverted === undefined ? [] : [`took back ${shortId(reverted.to)}: ${reverted.reason}`]),
      ...drift.map(({ name, how }) => `${name} ${how}`),
      ...(last === undefined
        ? []
        : [`since ${new Date(last.time * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`]),
    ].join("; ") || "-"
  );
}
