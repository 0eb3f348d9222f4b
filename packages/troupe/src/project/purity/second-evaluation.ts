/** The program of the process that evaluates a project once more: `second-evaluation.ts FOLDER`. Started by `second.ts`, which also chooses its surroundings. */
import { evaluateInventory } from "@troupe/core";
import { isTroupeError } from "@troupe/modules";
import { partsOf } from "../compare/parts.ts";
import { prepareEngine } from "../engine.ts";
import { loadProject } from "../load.ts";
import { machineClasses } from "../../platforms/platforms.ts";
import { stoppable } from "../runaway/watchdog.ts";
import { shiftClock } from "./elsewhere.ts";
import type { Message } from "./messages.ts";

const send = (message: Message) =>
  new Promise<void>((resolve, reject) => process.send!(message, (error: Error | null) => (error === null ? resolve() : reject(error))));

async function evaluate(folder: string): Promise<Message> {
  const { sources } = await loadProject(folder);
  prepareEngine(sources);
  const evaluation = () => evaluateInventory(sources, { classes: machineClasses() });
  // What the project's code keeps from one call to the next shows in the second evaluation of the same modules, and in another order.
  const first = evaluation();
  const machines = [...first.inventory.machines.keys()].toReversed();
  const diagnostics = first.diagnostics(machines);
  if (diagnostics.some(({ blocks }) => blocks !== "nothing")) return { kind: "failed", diagnostics };
  for (const { level, name, json } of partsOf(evaluation(), machines)) await send({ kind: "part", part: { level, name }, json: json() });
  return { kind: "done" };
}

shiftClock();
try {
  await send(await stoppable(() => evaluate(process.argv[2]!)));
} catch (error) {
  if (!isTroupeError(error)) throw error;
  await send({ kind: "failed", diagnostics: error.diagnostics });
}
process.exit();
