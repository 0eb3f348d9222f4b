/** Proves that the matrix finds seeded faults: each mutant of the agent script turns a cell red. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { agentScript } from "../../packages/linux/src/agent/agent.ts";
import { type Cell, liveCells, recordedCells, secondCells, textOf } from "./cells.ts";
import { makeInitial } from "./initial.ts";
import { Machine, type Step } from "./machine.ts";
import { type Mutant, mutants, mutate } from "./mutants.ts";
import { recordSwitch, type Scenario, scenarioMaker, type ScenarioName } from "./scenario.ts";

export interface MutantOptions {
  readonly folder: string;
  readonly only?: RegExp | undefined;
  /** Cells that are tried for each mutant. */
  readonly cells?: number;
  readonly progress: (line: string) => void;
}

/** Runs the mutants. A mutant that no cell finds has survived; a mutant whose text is not there is as bad. */
export async function runMutants(
  options: MutantOptions,
): Promise<{ readonly passed: number; readonly failed: number }> {
  const { folder, only, cells: limit = 12, progress } = options;
  mkdirSync(join(folder, "initial"), { recursive: true });
  const initial = makeInitial(join(folder, "initial"));
  using machine = await Machine.make(initial);
  const makeScenario = scenarioMaker(machine, initial);
  const scenarios = new Map<ScenarioName, Scenario>();
  let passed = 0;
  let failed = 0;
  for (const mutant of mutants) {
    if (only !== undefined && !only.test(mutant.name)) continue;
    const script = mutate(agentScript, mutant);
    if (script === undefined) {
      progress(`FAILED ${mutant.name}: the text of the mutant does not occur exactly once in the agent script`);
      failed++;
      continue;
    }
    machine.script = agentScript;
    const scenario = scenarios.get(mutant.scenario) ?? (await makeScenario(mutant.scenario));
    scenarios.set(mutant.scenario, scenario);
    machine.script = script;
    const red = await findRed(machine, mutant, scenario, limit);
    if (red === undefined) failed++;
    else passed++;
    progress(
      red === undefined
        ? `SURVIVED ${mutant.name}`
        : `found ${mutant.name}\n      ${red.cell.kind}, before: ${red.cell.step}\n      ${red.problem}`,
    );
  }
  return { passed, failed };
}

async function findRed(
  machine: Machine,
  { kind, steps: pattern, isAfterFault }: Mutant,
  original: Scenario,
  limit: number,
): Promise<{ readonly cell: Cell; readonly problem: string } | undefined> {
  // A mutant of what comes after the fault meets the states of the switch without it.
  const steps = isAfterFault
    ? original.steps.map((step) => withAgent(step, machine.script))
    : await recordSwitch(machine, original);
  const scenario = { ...original, steps };
  const originalCells = await withScript(machine, agentScript, () => cellsOf(machine, original, kind));
  const cells = (await cellsOf(machine, scenario, kind)).filter((cell) => cell.kind === kind);
  const named = cells.filter(({ step }) => pattern.test(step));
  const distinct = [
    ...new Map([...named, ...cells].toReversed().map((cell) => [cell.key, cell])).values(),
  ].toReversed();
  // The named steps first, then some of all others.
  const first = distinct.filter((cell) => named.includes(cell));
  const others = distinct.filter((cell) => !named.includes(cell));
  const spread = others.filter((_, index) => index % Math.ceil(others.length / 4) === 0);
  for (const cell of [...first.slice(0, limit), ...spread]) {
    const problems = await cell.run(machine);
    if (problems.length === 0) continue;
    const usual = await problemsWithout(machine, cell, originalCells);
    const problem = problems.find((each) => !usual.has(textOf(each)));
    if (problem !== undefined) return { cell, problem };
  }
  return undefined;
}

/** The problems that a cell at the same step has without the mutant. */
async function problemsWithout(
  machine: Machine,
  { kind, step }: Cell,
  cells: readonly Cell[],
): Promise<ReadonlySet<string>> {
  const same = cells.filter((cell) => cell.kind === kind && cell.step === step);
  const distinct = [...new Map(same.map((cell) => [cell.key, cell])).values()];
  const problems = new Set<string>();
  for (const cell of distinct)
    for (const problem of await withScript(machine, agentScript, () => cell.run(machine)))
      problems.add(textOf(problem));
  return problems;
}

async function withScript<T>(machine: Machine, script: string, action: () => Promise<T>): Promise<T> {
  const mutant = machine.script;
  machine.script = script;
  try {
    return await action();
  } finally {
    machine.script = mutant;
  }
}

/** The step with another agent script on the disk. */
function withAgent(step: Step, script: string): Step {
  const path = "var/lib/troupe/agent";
  const agent = step.state.disk.get(path);
  if (agent === undefined) return step;
  const disk = new Map(step.state.disk).set(path, { ...agent, content: `${script}\n`, version: "" });
  return { ...step, state: { ...step.state, disk } };
}

async function cellsOf(machine: Machine, scenario: Scenario, kind: Cell["kind"]): Promise<readonly Cell[]> {
  if (kind === "full" || kind === "fail" || kind === "hang") return liveCells(scenario);
  if (kind === "power" || kind === "lost" || kind === "kill") return recordedCells(scenario);
  const pending = scenario.steps.filter(({ state }) => state.disk.has("var/lib/troupe/pending"));
  const middle = pending[Math.floor(pending.length * 0.6)];
  return middle === undefined ? [] : secondCells(machine, scenario, middle);
}
