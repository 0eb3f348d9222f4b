/** The plan of a machine of which nothing is known. */
import type { Diagnostic } from "@troupe/modules";
import { lostConnection, tooSlow, unknownAddress, unreachable } from "../remote/diagnostics.ts";
import { addressOf } from "../remote/problem.ts";
import type { Target } from "../remote/transport.ts";
import type { MachinePlan, MachineStatus } from "./model/plan.ts";

/** Returns a plan without changes and without facts about the machine. */
export function emptyPlan(target: Target): MachinePlan {
  return {
    machine: target.machine,
    class: target.class,
    address: addressOf(target),
    status: "same",
    generation: null,
    expects: null,
    changes: [],
    units: { stop: [], start: [], restart: [], reload: [], restartIfRunning: [], startIfEnabled: [] },
    packages: { install: [], unneeded: [] },
    leftBehind: [],
    drift: [],
    conflicts: [],
    adopt: [],
    diagnostics: [],
  };
}

/** Problems of a machine that gives no answer at all. Every other problem is the answer of a machine. */
const silent: ReadonlySet<string> = new Set(
  [lostConnection, tooSlow, unknownAddress, unreachable].map(({ code }) => code),
);

/** Returns the outcome of a machine that gave this problem in place of an answer, before anything changed there. */
export const outcomeWithout = (problem: Diagnostic): "refused" | "unreachable" =>
  statusWithout(problem) === "blocked" ? "refused" : "unreachable";

/** Returns the status of a machine whose probe failed with this problem. */
export function statusWithout(problem: Diagnostic): MachineStatus {
  return silent.has(problem.code) ? "unreachable" : "blocked";
}
