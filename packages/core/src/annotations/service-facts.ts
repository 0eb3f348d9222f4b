/**
 * Services that define `facts`. Facts are read before services run, so such a definition would be ignored (TRP2802).
 */
import {
  type DefinitionInfo,
  type Diagnostic,
  diagnose,
  type Evaluation,
  isPlainObject,
  isTroupeError,
} from "@troupe/modules";
import { parseOrigin } from "../definition-origin.ts";
import { serviceDefinesFacts } from "../diagnostics.ts";
import type { MachineClass } from "../model/machine-class.ts";
import type { MachineEvaluation } from "../model/machine-evaluation.ts";
import type { Machine } from "../model/machine.ts";

/** A problem for each definition of a machine's facts that a service makes. */
export function factsOfServices(
  { machine, evaluation }: MachineEvaluation,
  classOf: (machine: Machine) => Pick<MachineClass, "facts">,
): readonly Diagnostic[] {
  if (classOf(machine).facts === undefined) return [];
  return definitionsOfFacts(evaluation)
    .filter(({ site }) => site.origin !== undefined && parseOrigin(site.origin).kind === "call")
    .map(({ site, value }) => {
      const facts = isPlainObject(value) ? Object.keys(value) : [];
      const params = { machine: machine.name, who: site.label ?? "A service", facts };
      return diagnose(serviceDefinesFacts, params, { path: "facts", marks: [{ site }] });
    });
}

/** Returns no definition if the modules cannot be called, because that is reported as a problem of its own. */
function definitionsOfFacts(evaluation: Evaluation): readonly DefinitionInfo[] {
  try {
    return evaluation.definitionsAt(["facts"]);
  } catch (error) {
    if (isTroupeError(error)) return [];
    throw error;
  }
}
