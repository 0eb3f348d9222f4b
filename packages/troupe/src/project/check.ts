/** Checking a project: evaluating everything in it, down to the generations of its machines. */
import { type Evaluated, evaluateInventory, type InventorySource, type MachineEvaluation } from "@troupe/core";
import { type Snapshot, takeSnapshot } from "@troupe/core/internal";
import { type Diagnostic, isTroupeError } from "@troupe/modules";
import { machineClasses, platformOf } from "../platforms/platforms.ts";
import { prepareEngine } from "./engine.ts";
import { type EvaluatedProject, evaluateProject } from "./evaluate.ts";

/** A project with all its problems. */
export interface CheckedProject extends EvaluatedProject {
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Evaluates everything in a project, down to the generations of its machines. `keep` retains the evaluation of every
 * machine for later use; without it, machines are released one by one, so that thousands of them take no more memory
 * than one.
 *
 * @throws as {@link evaluateProject}
 */
export async function checkProject(
  folder: string,
  { keep = false }: { readonly keep?: boolean } = {},
): Promise<CheckedProject> {
  const project = await evaluateProject(folder);
  if (keep) for (const name of project.evaluated.inventory.machines.keys()) project.evaluated.machine(name);
  return { ...project, diagnostics: allDiagnostics(project.evaluated) };
}

/** One check of a project's sources, from which the next check reuses what did not change. */
export interface CheckedSources {
  readonly evaluated: Evaluated;
  readonly diagnostics: readonly Diagnostic[];
  /** The machines' configurations. */
  readonly snapshot: Snapshot;
}

/**
 * Evaluates everything in a project's sources; reuses the machines of the previous check that the changes do not reach.
 */
export function checkSources(
  previous: CheckedSources | undefined,
  sources: readonly InventorySource[],
): CheckedSources {
  prepareEngine(sources);
  const evaluated = evaluateInventory(sources, { classes: machineClasses(), previous: previous?.evaluated });
  // The snapshot comes first, because it retains the machines for the diagnostics.
  const snapshot = takeSnapshot(evaluated, previous?.snapshot);
  return { evaluated, diagnostics: allDiagnostics(evaluated), snapshot };
}

/** Returns all problems of an evaluation, those of rendering included. */
export const allDiagnostics = (evaluated: Evaluated): readonly Diagnostic[] =>
  evaluated.diagnostics(undefined, renderingProblems);

function renderingProblems(machine: MachineEvaluation): readonly Diagnostic[] {
  if (machine.evaluation.diagnostics().length > 0) return [];
  try {
    return platformOf(machine.machine)?.diagnostics(machine) ?? [];
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    return error.diagnostics;
  }
}
