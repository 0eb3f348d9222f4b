/** The projects in `cases/`, as desired machines. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Target } from "../../packages/troupe/src/remote/transport.ts";
import { desiredMachines, targetsOf } from "../../packages/troupe/src/deploy/targets.ts";
import type { DesiredMachine } from "../../packages/troupe/src/deploy/model/plan.ts";
import { checkProject } from "../../packages/troupe/src/project/check.ts";
import { testProject, type TestProject } from "../../packages/troupe/src/testing/project.ts";

const folder = join(import.meta.dirname, "cases");

/** The names of all projects. */
export const caseNames: readonly string[] = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? entry.name : [],
);

/** Copies a project of the folder, with a text of `troupe.ts` replaced. */
export function caseProject(name: string, [from, to]: readonly [string, string] = ["", ""]): TestProject {
  const files = readdirSync(join(folder, name)).map((file): [string, string] => [
    file,
    readFileSync(join(folder, name, file), "utf8"),
  ]);
  return testProject(
    Object.fromEntries(files.map(([file, text]) => [file, file === "troupe.ts" ? text.replaceAll(from, to) : text])),
  );
}

/** Returns the machines of a project, at the address that `place` gives them. */
export async function desiredOf(
  project: TestProject,
  place: (target: Target) => Target = (target) => target,
): Promise<readonly DesiredMachine[]> {
  const checked = await checkProject(project.folder, { keep: true });
  if (checked.diagnostics.length > 0) throw new Error(JSON.stringify(checked.diagnostics));
  const targets = targetsOf(checked.evaluated, [...checked.evaluated.inventory.machines.keys()]);
  return desiredMachines(checked, targets.map(place));
}
