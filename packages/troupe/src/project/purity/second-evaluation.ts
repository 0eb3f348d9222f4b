/**
 * The program of the process of the second evaluation: `second-evaluation.ts FOLDER`. `comparison.ts` starts it and
 * chooses its surroundings.
 */
import { evaluateInventory } from "@troupe/core";
import { isTroupeError } from "@troupe/modules";
import { machineClasses } from "../../platforms/platforms.ts";
import { partsOf } from "../compare/evaluation-parts.ts";
import { prepareEngine } from "../engine.ts";
import { loadProject } from "../load.ts";
import { runWithWatchdog } from "../runaway/watchdog.ts";
import type { ProcessMessage } from "./process-messages.ts";
import { shiftClock } from "./surroundings.ts";

const send = (message: ProcessMessage) =>
  new Promise<void>((resolve, reject) =>
    process.send!(message, (error: Error | null) => (error === null ? resolve() : reject(error))),
  );

async function evaluate(folder: string): Promise<ProcessMessage> {
  const { sources } = await loadProject(folder);
  prepareEngine(sources);
  const evaluation = () => evaluateInventory(sources, { classes: machineClasses() });
  // State that project code keeps between calls shows when the same modules are evaluated again, with the machines in
  // another order.
  const earlier = evaluation();
  const machines = [...earlier.inventory.machines.keys()].toReversed();
  const diagnostics = earlier.diagnostics(machines);
  if (diagnostics.some(({ blocks }) => blocks !== "nothing")) return { kind: "failed", diagnostics };
  for (const { level, name, json } of partsOf(evaluation(), machines))
    await send({ kind: "part", part: { level, name }, json: json() });
  return { kind: "done" };
}

shiftClock();
try {
  await send(await runWithWatchdog(() => evaluate(process.argv[2]!)));
} catch (error) {
  if (!isTroupeError(error)) throw error;
  await send({ kind: "failed", diagnostics: error.diagnostics });
}
process.exit();
