/** The status of a NixOS machine: its system, and the generations of its profile. */
import type { ContactOptions } from "../../deploy/model/options.ts";
import { identityProblem } from "../../deploy/identity.ts";
import type { MachineState } from "../../deploy/model/state.ts";
import type { Target } from "../../remote/transport.ts";
import type { Drift } from "../../deploy/model/plan.ts";
import { digestOf } from "./contributions.ts";
import { bootDrift } from "./compare/drift.ts";
import type { NixosStateDetails } from "./details.ts";
import { readNixos } from "./probe.ts";

/** Reads the state of the machine. */
export async function nixosStatus(target: Target, options: ContactOptions): Promise<MachineState> {
  const { machine } = target;
  const state = await readNixos(target, options);
  if ("code" in state) return { machine, reachable: false, history: [], drift: [], diagnostics: [state] };
  const problem = identityProblem(target, state.host);
  const { system, current, pending, reverted, history } = state.host;
  const details: NixosStateDetails = { kind: "nixos", generations: state.generations };
  return {
    machine,
    reachable: true,
    system,
    current,
    ...(state.record !== undefined && state.base === current && { declared: digestOf(state.record) }),
    ...(pending !== undefined && { pending }),
    ...(reverted !== undefined && { reverted }),
    history,
    details,
    drift: [
      ...bootDrift(state),
      ...state.host.troubledUnits.map(({ unit, state: how }): Drift => ({
        kind: "unit",
        name: unit,
        how: `is ${how}`,
      })),
    ],
    diagnostics: problem === undefined ? [] : [problem],
  };
}
