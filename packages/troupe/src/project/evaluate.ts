/** Evaluating a project: from its folder to its machines and their generations. */
import { type Evaluated, evaluateInventory, type MachineClass, type MachineEvaluation } from "@troupe/core";
import { type Generation, linuxClass, type Provenance, renderGeneration } from "@troupe/linux";
import type { Diagnostic } from "@troupe/modules";
import { darwinClass, nixosClass } from "@troupe/nixos";
import type { SystemConfig } from "@troupe/vocabulary";
import { prepareEngine } from "./engine.ts";
import { type Project, loadProject } from "./load.ts";

/** The classes there are. Of `nixos` and `darwin` machines, what is portable is checked here; the rest is for Nix. */
export const machineClasses: readonly MachineClass[] = [linuxClass, nixosClass, darwinClass];

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
  prepareEngine(project.sources);
  return { ...project, evaluated: evaluateInventory(project.sources, { classes: machineClasses }) };
}

/** What one machine of class `linux` shall be. */
export interface RenderedMachine {
  readonly generation: Generation;
  /** Put together when it is asked. */
  readonly provenance: () => Provenance;
  readonly diagnostics: readonly Diagnostic[];
}

/** Renders a machine's generation and its provenance. The machine's configuration must have no errors. */
export const renderMachine = (evaluated: Evaluated, name: string): RenderedMachine => renderedMachine(evaluated.machine(name));

const renderedByEvaluation = new WeakMap<MachineEvaluation, RenderedMachine>();

/** Returns the rendering of a machine, memoized as long as its evaluation exists. */
export function renderedMachine(machine: MachineEvaluation): RenderedMachine {
  let rendered = renderedByEvaluation.get(machine);
  if (rendered === undefined) renderedByEvaluation.set(machine, (rendered = render(machine)));
  return rendered;
}

function render({ machine: { name }, evaluation, contributors }: MachineEvaluation): RenderedMachine {
  const { generation, origins, diagnostics, warnings } = renderGeneration({
    machine: name,
    config: evaluation.config as unknown as SystemConfig,
    definitionsAt: evaluation.definitionsAt,
  });
  const provenance = (): Provenance => ({
    version: 1,
    entries: origins(),
    contributors: Object.fromEntries(contributors().map(({ origin, ...contributor }) => [origin, contributor])),
  });
  return {
    generation,
    provenance,
    diagnostics: [...diagnostics, ...warnings].map((each) => ({ ...each, notes: [...(each.notes ?? []), `on machine ${name}`] })),
  };
}
