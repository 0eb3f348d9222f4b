/** A scenario: a switch between two places, recorded step by step, with what must be in effect before and after it. */
import { confirm, type Place, stage, switchTo, apply } from "./deployer.ts";
import { readCache, writeCache } from "./cache.ts";
import type { Initial } from "./initial.ts";
import type { Machine, State, Step } from "./machine.ts";
import { type Observation, observe } from "./observe.ts";

/** What is in effect at a place while the machine runs and after a restart, and what a stop at any moment must keep. */
export interface Reference {
  readonly live: Observation;
  readonly booted: Observation;
  readonly state: Required<State>;
}

export interface Scenario {
  readonly name: string;
  readonly from: Place;
  readonly to: Place;
  /** The machine runs `from` and has staged `to`. */
  readonly base: Required<State>;
  readonly steps: readonly Step[];
  readonly references: ReadonlyMap<Place, Reference>;
  /** What is in effect at `to`, or at its healthy twin. Accounts among it may stay. */
  readonly created: Observation;
}

/** The scenarios by name. The name says both places. */
export const scenarioNames = ["A to B", "B to A", "none to A", "A to ill", "A to none"] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** Prepares scenarios on one machine. Places that several scenarios begin with are reached once. */
export function scenarioMaker(machine: Machine, initial: Initial): (name: ScenarioName) => Promise<Scenario> {
  const places = new Map<Place, Promise<Required<State>>>();
  const references = new Map<Place, Promise<Reference>>();
  const before: { readonly [place in Exclude<Place, "none">]: Place } = { A: "none", B: "A", ill: "A" };

  async function reach(place: Place): Promise<Required<State>> {
    if (place === "none") {
      machine.restore({ disk: initial.disk });
      await machine.boot();
    } else {
      const from = before[place];
      machine.restore(await stateOf(from));
      const said = await apply(machine, place, from);
      if (said[0] !== "confirmed")
        throw new Error(`The apply of ${place} without a fault ends with: ${said.join(" ")}`);
    }
    return machine.state();
  }
  const stateOf = (place: Place): Promise<Required<State>> => {
    const state = places.get(place) ?? reach(place);
    places.set(place, state);
    return state;
  };
  async function refer(place: Place): Promise<Reference> {
    const state = await stateOf(place);
    machine.restore({ disk: state.disk });
    await machine.boot();
    return { state, live: observe(state), booted: observe(machine.state()) };
  }
  const referenceOf = (place: Place): Promise<Reference> => {
    const reference = references.get(place) ?? refer(place);
    references.set(place, reference);
    return reference;
  };

  return async (name) => {
    const cached = readCache(initial, machine.script, name);
    if (cached !== undefined) return cached;
    const scenario = await prepare(name);
    writeCache(initial, machine.script, scenario);
    return scenario;
  };

  async function prepare(name: ScenarioName): Promise<Scenario> {
    const [from, to] = name.split(" to ") as [Place, Place];
    const base = await stateOf(from);
    const known = new Map([[from, await referenceOf(from)]]);
    if (to !== "ill") known.set(to, await referenceOf(to));
    machine.restore(base);
    if (to !== "none") {
      const staged = await stage(machine, to);
      if (staged.reply?.end?.[0] !== "staged")
        throw new Error(`${to} cannot be staged: ${staged.stdout}${staged.stderr}`);
    }
    const staging = machine.state();
    const { live: created } = await referenceOf(to === "ill" ? "B" : to);
    const bare = { name, from, to, base: staging, references: known, created };
    return { ...bare, steps: await recordSwitch(machine, bare) };
  }
}

/** Records the switch of a scenario, by the script that the machine's deployer sends. */
export async function recordSwitch(
  machine: Machine,
  { from, to, base }: Pick<Scenario, "from" | "to" | "base">,
): Promise<readonly Step[]> {
  machine.restore(base);
  return machine.record(async () => {
    const switched = await switchTo(machine, to, from);
    if (switched.reply?.end?.[0] === "pending") await confirm(machine, to);
  });
}
