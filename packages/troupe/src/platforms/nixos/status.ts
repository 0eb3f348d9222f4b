/** What a NixOS machine runs, and which generations its profile keeps. */
import type { StatusOptions } from "../../deploy/model/options.ts";
import type { MachineState } from "../../deploy/model/state.ts";
import type { Target } from "../../remote/transport.ts";
import type { Drift } from "../../deploy/model/plan.ts";
import { digestOf } from "./desired.ts";
import { bootDrift } from "./compare/drift.ts";
import { readNixos } from "./plan.ts";

/** The machine as it is. Read only. */
export async function lookAtNixos(target: Target, options: StatusOptions): Promise<MachineState> {
  const { machine } = target;
  const state = await readNixos(target, options);
  if ("code" in state) return { machine, reachable: false, history: [], drift: [], diagnostics: [state] };
  const { system, current, pending, reverted, history } = state.host;
  return {
    machine,
    reachable: true,
    system,
    current,
    ...(state.record !== undefined && state.base === current && { declared: digestOf(state.record) }),
    ...(pending !== undefined && { pending }),
    ...(reverted !== undefined && { reverted }),
    history,
    generations: state.generations,
    drift: [
      ...bootDrift(state),
      ...state.host.troubledUnits.map(({ unit, state: how }): Drift => ({ kind: "unit", name: unit, how: `is ${how}` })),
    ],
    diagnostics: [],
  };
}
