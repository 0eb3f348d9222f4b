/** `troupe status`: what the machines run, and whether it still stands as Troupe left it. Read only. */
import { resolve } from "node:path";
import { type MachineState, status as lookAt } from "../../apply/status.ts";
import { openssh } from "../../apply/transport/openssh.ts";
import { allDiagnostics, evaluateProject, renderMachine } from "../../evaluate-project.ts";
import { chooseMachines } from "../choose.ts";
import { type Outcome, runCommand } from "../command.ts";
import type { CommonFlags, OnFlag } from "../flags.ts";
import { hasErrors } from "../render/diagnostics.ts";
import { shortId } from "../render/plan.ts";
import { withProgress } from "../render/progress.ts";
import { table } from "../render/table.ts";
import { count } from "../render/text.ts";
import { targetsOf } from "../targets.ts";
import type { CliContext } from "../terminal.ts";

/** The command. */
export async function status(this: CliContext, flags: CommonFlags & OnFlag): Promise<void> {
  const { terminal } = this;
  await runCommand(this, flags, async (): Promise<Outcome> => {
    const { folder, evaluated } = await evaluateProject(resolve(this.cwd, flags.directory));
    const targets = targetsOf(evaluated, chooseMachines(evaluated.inventory, flags.on));
    await using transport = openssh();
    const machines = await withProgress(terminal, targets.length, (observed) => lookAt(targets, { transport, ...observed }));
    // Asked for by name, they are kept. A project with errors says nothing about what the machines should run; what they do run is still worth knowing.
    for (const { machine } of targets) evaluated.machine(machine);
    const sound = !hasErrors(allDiagnostics(evaluated));
    const wanted = new Map(sound ? targets.map(({ machine }) => [machine, renderMachine(evaluated, machine).generation.id]) : []);
    const rows = machines.map((state) => [state.machine, current(state), comparison(state, wanted.get(state.machine)), remarks(state)]);
    const unreachable = machines.filter(({ reachable }) => !reachable).length;
    const asDeclared = machines.filter(
      (state) => state.reachable && state.current === wanted.get(state.machine) && state.drift.length === 0,
    ).length;
    return {
      json: { machines: machines.map((state) => ({ ...state, wanted: wanted.get(state.machine) ?? null })) },
      text: `${table(["machine", "runs", "declared", "remarks"], rows, terminal.tableWidth)}\n\n${count(machines.length, "machine")}: ${asDeclared} as declared${unreachable > 0 ? `, ${unreachable} unreachable` : ""}.`,
      diagnostics: machines.flatMap((state) => state.diagnostics),
      folder,
    };
  });
}

function current({ reachable, current: id }: MachineState): string {
  if (!reachable) return "?";
  return id == null ? "nothing of Troupe's" : shortId(id);
}

function comparison({ reachable, current: id }: MachineState, wanted: string | undefined): string {
  if (!reachable || wanted === undefined) return "?";
  return id === wanted ? "the same" : shortId(wanted);
}

function remarks({ pending, reverted, drift, history, reachable }: MachineState): string {
  const last = history.at(-1);
  return (
    [
      ...(reachable ? [] : ["unreachable"]),
      ...(pending === undefined ? [] : [`a switch to ${shortId(pending.to)} is not confirmed yet`]),
      ...(reverted === undefined ? [] : [`took back ${shortId(reverted.to)}: ${reverted.reason}`]),
      ...drift.map(({ name, how }) => `${name} ${how}`),
      ...(last === undefined ? [] : [`since ${new Date(last.time * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`]),
    ].join("; ") || "-"
  );
}
