/** The status of machines: their generation, and the drift from it. */
import type { StatusOptions } from "./model/options.ts";
import type { MachineState } from "./model/state.ts";
import { platformOf } from "../platforms/platforms.ts";
import { inParallel } from "../remote/parallel.ts";
import type { Target } from "../remote/transport.ts";

/** Looks at machines without anything to compare them with. Read only. */
export async function status(targets: readonly Target[], options: StatusOptions): Promise<readonly MachineState[]> {
  return inParallel(targets, options.limit ?? 16, (target) => platformOf(target).look(target, options));
}
