/** A plan in which nothing happens, for machines of which nothing is known. */
import type { Diagnostic } from "@troupe/modules";
import { addressOf } from "../remote/problem.ts";
import type { Target } from "../remote/transport.ts";
import type { MachinePlan, MachineStatus } from "./model/plan.ts";

/** Nothing to do, and nothing known. */
export function emptyPlan(target: Target): MachinePlan {
  return {
    machine: target.machine,
    address: addressOf(target),
    status: "same",
    generation: null,
    expects: null,
    changes: [],
    units: { stop: [], start: [], restart: [], reload: [], restartIfRunning: [] },
    packages: { install: [], unneeded: [] },
    leftBehind: [],
    drift: [],
    conflicts: [],
    adopt: [],
    diagnostics: [],
  };
}

/** The status of a machine that gave no answer that says how it is. */
export function statusWithout(problem: Diagnostic): MachineStatus {
  return ["TRP5006", "TRP5007", "TRP5010"].includes(problem.code) ? "blocked" : "unreachable";
}
