/**
 * The runs of the services that the inventory declares. Runs of an earlier evaluation are reused where they still hold.
 */
import type { InventoryModel } from "../model/evaluation.ts";
import type { Surroundings } from "./call-context.ts";
import { runInstance } from "./instance-run.ts";
import { createNesting, type Nesting } from "./nesting.ts";
import { findReusable, type Past, type Reusable } from "./reuse.ts";
import { runService, type ServiceRun } from "./service-run.ts";

/** See {@link runServices}. */
export interface WrittenServices {
  readonly written: readonly ServiceRun[];
  readonly nesting: Nesting;
  readonly reusable: Reusable | undefined;
}

/**
 * The services that instances of the inventory use. Without an earlier evaluation nothing runs before it is asked for.
 */
export function runServices(
  model: InventoryModel,
  surroundings: Surroundings,
  past: Past | undefined,
): WrittenServices {
  function run(reusable?: Reusable): WrittenServices {
    const written = model.services.map((service) => {
      const instances = service.instances.map(
        (each) => reusable?.instance(each.name) ?? runInstance(service, each, surroundings),
      );
      return runService(service, instances, surroundings, reusable?.machineCalls(service));
    });
    return { written, nesting: createNesting(written, surroundings), reusable };
  }

  if (past === undefined) return run();
  const first = run(findReusable(past, model, past.nests));
  const known = new Set(past.services.flatMap(({ instances }) => instances));
  const knownCalls = new Set(
    past.services.flatMap((service) => [...service.keptMachineCalls().values()].map(({ call }) => call)),
  );
  if (past.nests) return first;
  const anew = first.written.flatMap((service) => [
    ...service.instances
      .filter((instance) => !known.has(instance))
      .flatMap((instance) => service.service.active.flatMap(instance.calls)),
    ...service.machineCalls().filter((call) => !knownCalls.has(call)),
  ]);
  return first.nesting.joinsNothing(anew) ? first : run(findReusable(past, model, true));
}
