/** From a folder to evaluated machines and their generations: what every command that looks at a project begins with. */
import { type Evaluated, evaluateInventory, type InventorySource, type MachineClass, type MachineEvaluation } from "@troupe/core";
import { type Snapshot, takeSnapshot } from "@troupe/core/internal";
import { type Generation, linuxModules, type Provenance, renderGeneration } from "@troupe/linux";
import { type Diagnostic, isTroupeError } from "@troupe/modules";
import { darwinClass, emitMachine, nixosClass } from "@troupe/nixos";
import type { SystemConfig } from "@troupe/vocabulary";
import { prepareEngine } from "./engine.ts";
import { type Project, loadProject } from "./load.ts";

/** What users and facts of a machine are in the portable vocabulary. */
const common: Pick<MachineClass, "users" | "facts"> = { users: (users) => ({ users: { users } }), facts: (facts) => ({ facts }) };

/** The classes there are. Of `nixos` and `darwin` machines, what is portable is checked here; the rest is for Nix. */
export const machineClasses: readonly MachineClass[] = [
  { name: "linux", result: "linuxModule", modules: linuxModules, ...common },
  { ...nixosClass, ...common },
  { ...darwinClass, ...common },
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

/** A machine's generation with where its parts come from. The machine's configuration must have no errors. */
export const renderMachine = (evaluated: Evaluated, name: string): RenderedMachine => rendered(evaluated.machine(name));

const known = new WeakMap<MachineEvaluation, RenderedMachine>();

/** What a machine is rendered to; that stays so as long as its evaluation does. */
function rendered(machine: MachineEvaluation): RenderedMachine {
  let found = known.get(machine);
  if (found === undefined) known.set(machine, (found = render(machine)));
  return found;
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

/** A project with all its problems. */
export interface CheckedProject extends EvaluatedProject {
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Evaluates everything in a project, down to the generations of its machines. `keep` is for those who need the generations afterwards;
 * without it, nothing is kept of a machine, so that thousands of them take no more memory than one.
 *
 * @throws TRP40xx if it cannot be loaded
 */
export async function checkProject(folder: string, { keep = false }: { readonly keep?: boolean } = {}): Promise<CheckedProject> {
  const project = await evaluateProject(folder);
  if (keep) for (const name of project.evaluated.inventory.machines.keys()) project.evaluated.machine(name);
  return { ...project, diagnostics: allDiagnostics(project.evaluated) };
}

/** What a project's sources come to at one time, for those who look at it again and again. */
export interface CheckedSources {
  readonly evaluated: Evaluated;
  readonly diagnostics: readonly Diagnostic[];
  /** The machines' configurations. */
  readonly snapshot: Snapshot;
}

/** Evaluates everything in a project's sources; of what the previous sources came to, whatever the changes do not reach is kept. */
export function checkSources(previous: CheckedSources | undefined, sources: readonly InventorySource[]): CheckedSources {
  prepareEngine(sources);
  const evaluated = evaluateInventory(sources, { classes: machineClasses, previous: previous?.evaluated });
  // First, so that the machines are kept.
  const snapshot = takeSnapshot(evaluated, previous?.snapshot);
  return { evaluated, diagnostics: allDiagnostics(evaluated), snapshot };
}

/** All problems of an evaluation, those of rendering included. */
export const allDiagnostics = (evaluated: Evaluated): readonly Diagnostic[] => evaluated.diagnostics(undefined, renderingProblems);

function renderingProblems(machine: MachineEvaluation): readonly Diagnostic[] {
  if (machine.evaluation.diagnostics().length > 0) return [];
  try {
    return machine.machine.class === "linux" ? rendered(machine).diagnostics : emissionProblems(machine);
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    return error.diagnostics;
  }
}

/** What cannot be said in Nix. */
function emissionProblems(machine: MachineEvaluation): readonly Diagnostic[] {
  const { diagnostics } = emitMachine(machine);
  return diagnostics.map((each) => ({ ...each, notes: [...(each.notes ?? []), `on machine ${machine.machine.name}`] }));
}
