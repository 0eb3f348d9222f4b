/** The desired machine of class `linux`: its generation with the provenance of its parts. */
import type { Evaluated, MachineEvaluation } from "@troupe/core";
import { formatVersions, type Generation, generationTree, type Provenance, renderGeneration } from "@troupe/linux";
import type { SystemConfig } from "@troupe/vocabulary";
import type { DeployedProject, RenderedMachine } from "../../deploy/model/platform.ts";
import type { DesiredMachine } from "../../deploy/model/plan.ts";
import { storedContributors } from "../../deploy/provenance.ts";
import type { PackedFile } from "../../files/write-whole.ts";
import type { Target } from "../../remote/transport.ts";

/** The desired machine of class `linux`. */
export interface DesiredLinux extends DesiredMachine {
  readonly generation: Generation;
  readonly provenance: Provenance;
  /** Returns the places of the definitions of an option. */
  readonly marksAt: RenderedMachine["marksAt"];
}

/** Renders the targets' generations. The machines' configurations have no errors. */
export function desireLinux({ evaluated }: DeployedProject, targets: readonly Target[]): readonly DesiredLinux[] {
  return targets.map((target) => {
    const { generation, provenance, marksAt } = renderMachine(evaluated, target.machine);
    return { target, generation, provenance: provenance(), marksAt };
  });
}

/** The files of a generation as they lie on the machine, by path below the generation's folder. */
export function generationFiles({ generation, provenance }: DesiredLinux): ReadonlyMap<string, PackedFile> {
  return new Map(
    [...generationTree(generation, provenance)].map(([path, { bytes, mode }]) => [path, { content: bytes, mode }]),
  );
}

/** Renders a machine's generation and its provenance. The machine's configuration has no errors. */
export const renderMachine = (evaluated: Evaluated, name: string): RenderedMachine =>
  renderedMachine(evaluated.machine(name));

const renderedByEvaluation = new WeakMap<MachineEvaluation, RenderedMachine>();

/** Returns the rendering of a machine, memoized as long as its evaluation exists. */
export function renderedMachine(machine: MachineEvaluation): RenderedMachine {
  let rendered = renderedByEvaluation.get(machine);
  if (rendered === undefined) renderedByEvaluation.set(machine, (rendered = render(machine)));
  return rendered;
}

function render({ machine: { name }, evaluation, contributors }: MachineEvaluation): RenderedMachine {
  const { generation, origins, diagnostics, warnings, marksAt } = renderGeneration({
    machine: name,
    config: evaluation.config as unknown as SystemConfig,
    definitionsAt: evaluation.definitionsAt,
  });
  const provenance = (): Provenance => ({
    version: formatVersions.provenance,
    entries: origins(),
    contributors: storedContributors(contributors()),
  });
  return {
    generation,
    provenance,
    marksAt,
    diagnostics: [...diagnostics, ...warnings].map((problem) => ({
      ...problem,
      notes: [...(problem.notes ?? []), `on machine ${name}`],
    })),
  };
}
