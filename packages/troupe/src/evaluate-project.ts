/** From a folder to evaluated machines and their generations: what every command that looks at a project begins with. */
import { type Evaluated, evaluateInventory, type MachineClass } from "@troupe/core";
import { type Generation, linuxModules, type Provenance, renderGeneration } from "@troupe/linux";
import { type Diagnostic, isTroupeError } from "@troupe/modules";
import type { SystemConfig } from "@troupe/system";
import { type Project, loadProject } from "./load/load.ts";

/** The classes there are. Of `nixos` and `darwin` machines, what is portable is checked; they cannot be applied yet. */
export const machineClasses: readonly MachineClass[] = [
  { name: "linux", result: "linuxModule", modules: linuxModules },
  { name: "nixos", result: "nixosModule", modules: linuxModules, opaqueResult: true },
  { name: "darwin", result: "darwinModule", modules: linuxModules, opaqueResult: true },
];

/** A project, evaluated. Nothing has been computed beyond the resolution of names. */
export interface EvaluatedProject extends Project {
  readonly evaluated: Evaluated;
}

/**
 * Loads and evaluates the project in a folder.
 *
 * @throws TRP40xx if it cannot be loaded
 */
export async function evaluateProject(folder: string): Promise<EvaluatedProject> {
  const project = await loadProject(folder);
  return { ...project, evaluated: evaluateInventory(project.sources, { classes: machineClasses }) };
}

/** What one machine of class `linux` shall be. */
export interface RenderedMachine {
  readonly generation: Generation;
  readonly provenance: Provenance;
  readonly diagnostics: readonly Diagnostic[];
}

/** A machine's generation with where its parts come from. The machine's configuration must have no errors. */
export function renderMachine(evaluated: Evaluated, name: string): RenderedMachine {
  const { evaluation, contributors } = evaluated.machine(name);
  const { generation, origins, diagnostics, warnings } = renderGeneration({
    machine: name,
    config: evaluation.config as unknown as SystemConfig,
    definitionsAt: evaluation.definitionsAt,
  });
  const provenance: Provenance = {
    version: 1,
    entries: origins,
    contributors: Object.fromEntries(contributors().map(({ origin, ...contributor }) => [origin, contributor])),
  };
  return {
    generation,
    provenance,
    diagnostics: [...diagnostics, ...warnings].map((each) => ({ ...each, notes: [...(each.notes ?? []), `on machine ${name}`] })),
  };
}

/** A project with all its problems. */
export interface CheckedProject extends EvaluatedProject {
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Evaluates everything in a project, down to the generations of its machines.
 *
 * @throws TRP40xx if it cannot be loaded
 */
export async function checkProject(folder: string): Promise<CheckedProject> {
  const project = await evaluateProject(folder);
  return { ...project, diagnostics: allDiagnostics(project.evaluated) };
}

/** All problems of an evaluation, those of rendering included. */
export function allDiagnostics(evaluated: Evaluated): readonly Diagnostic[] {
  const diagnostics = [...evaluated.diagnostics()];
  for (const machine of evaluated.inventory.machines.values()) {
    if (machine.class !== "linux" || evaluated.machine(machine.name).evaluation.diagnostics().length > 0) continue;
    try {
      diagnostics.push(...renderMachine(evaluated, machine.name).diagnostics);
    } catch (error) {
      if (!isTroupeError(error)) throw error;
      diagnostics.push(...error.diagnostics);
    }
  }
  return diagnostics;
}
