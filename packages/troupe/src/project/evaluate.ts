/** Evaluating a project: from its folder to its machines. */
import { evaluateInventory } from "@troupe/core";
import type { DeployedProject } from "../deploy/model/platform.ts";
import { machineClasses } from "../platforms/platforms.ts";
import { prepareEngine } from "./engine.ts";
import { type Project, loadProject } from "./load.ts";

/** A project, evaluated. Only its names are resolved yet. */
export type EvaluatedProject = Project & DeployedProject;

/**
 * Loads and evaluates the project in a folder.
 *
 * @throws as {@link loadProject}
 */
export async function evaluateProject(folder: string): Promise<EvaluatedProject> {
  const project = await loadProject(folder);
  prepareEngine(project.sources);
  return { ...project, evaluated: evaluateInventory(project.sources, { classes: machineClasses() }) };
}
