/** Runs the matrix on a few simulated machines at once. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Cell, type Kind, kinds, liveCells, recordedCells, secondCells } from "./cells.ts";
import { makeInitial } from "./initial.ts";
import { Machine } from "./machine.ts";
import { scenarioMaker, type ScenarioName, scenarioNames } from "./scenario.ts";
import { nameOf } from "./tree.ts";

export interface MatrixOptions {
  /** A folder for the time of the run. */
  readonly folder: string;
  /** Runs the cells whose "SCENARIO KIND STEP" matches. */
  readonly only?: RegExp | undefined;
  /** Runs each N-th distinct cell. */
  readonly every?: number;
  /** The agent script under test; the project's if not given. */
  readonly script?: string;
  readonly machines?: number;
  readonly scenarios?: readonly ScenarioName[];
  readonly kinds?: readonly Kind[];
  readonly progress?: (line: string) => void;
  /** Ends the run at the first red cell. */
  readonly untilRed?: boolean;
}
export interface CellResult {
  readonly cell: Cell;
  readonly problems: readonly string[];
}
export interface MatrixResult {
  readonly passed: number;
  readonly failed: number;
  readonly results: readonly CellResult[];
}

/** Runs the cells. Cells with the same state before they settle run once and count each. */
export async function runMatrix(options: MatrixOptions): Promise<MatrixResult> {
  const { folder, only, every = 1, script, machines: count = 2, progress = () => {} } = options;
  mkdirSync(join(folder, "initial"), { recursive: true });
  const initial = makeInitial(join(folder, "initial"));
  using stack = new DisposableStack();
  const machines: Machine[] = [];
  for (let index = 0; index < count; index++) machines.push(stack.use(await Machine.make(initial, script)));
  const wanted = (kind: Kind) => options.kinds === undefined || options.kinds.includes(kind);
  const makeScenario = scenarioMaker(machines[0]!, initial);
  const results: CellResult[] = [];
  let isOver = false;
  for (const name of options.scenarios ?? scenarioNames) {
    if (isOver) break;
    progress(`${name}: recording`);
    const scenario = await makeScenario(name);
    const cells = [...recordedCells(scenario), ...liveCells(scenario)];
    const firsts = firstSteps(scenario.steps.filter(({ state }) => state.disk.has("var/lib/troupe/pending")));
    const hasSecond = (["power again", "power while going back", "kill while going back"] as const).some(
      (kind) => wanted(kind) && (only === undefined || only.test(`${name} ${kind} `)),
    );
    if (hasSecond) for (const first of firsts) cells.push(...(await secondCells(machines[0]!, scenario, first)));
    const chosen = cells.filter(
      ({ kind, step }) => wanted(kind) && (only === undefined || only.test(`${name} ${kind} ${step}`)),
    );
    const groups = [...Map.groupBy(chosen, ({ kind, key }) => `${kind} ${key}`).values()].filter(
      (_, index) => index % every === 0,
    );
    progress(`${name}: ${scenario.steps.length} steps, ${chosen.length} cells, ${groups.length} distinct`);
    const queue = [...groups];
    let done = 0;
    const work = async (machine: Machine) => {
      for (let group = queue.shift(); group !== undefined && !isOver; group = queue.shift()) {
        const cell = group[0]!;
        let problems: readonly string[];
        try {
          problems = await cell.run(machine);
        } catch (error) {
          problems = [`the cell ends with ${error instanceof Error ? error.message : String(error)}`];
        }
        for (const each of group) results.push({ cell: each, problems });
        done++;
        if (problems.length > 0) {
          progress(
            `RED ${name}, ${cell.kind}, before: ${cell.step}\n${problems.map((problem) => `      ${problem}`).join("\n")}`,
          );
          if (options.untilRed === true) isOver = true;
        }
        if (done % 20 === 0) progress(`${name}: ${done} of ${groups.length}`);
      }
    };
    await Promise.all(machines.map(work));
  }
  const failed = results.filter(({ problems }) => problems.length > 0).length;
  return { passed: results.length - failed, failed, results };
}

/** Three steps of a pending switch, one early, one in the middle and one late, with different disks. */
function firstSteps<S extends { readonly state: { readonly disk: Parameters<typeof nameOf>[0] } }>(
  steps: readonly S[],
): readonly S[] {
  const distinct = [...new Map(steps.map((step) => [nameOf(step.state.disk), step])).values()];
  return [0.1, 0.5, 0.9].flatMap((part) => distinct[Math.floor(distinct.length * part)] ?? []);
}

/** The table of a run, in Markdown: a row for each scenario, a column for each kind. */
export function tableOf(results: readonly CellResult[]): string {
  const names = Object.keys(kinds) as Kind[];
  const scenarios = [...new Set(results.map(({ cell }) => cell.scenario))];
  const count = (scenario: string, kind: Kind) => {
    const here = results.filter(({ cell }) => cell.scenario === scenario && cell.kind === kind);
    const failed = here.filter(({ problems }) => problems.length > 0).length;
    return here.length === 0 ? "" : failed === 0 ? `${here.length}` : `${here.length} (${failed} red)`;
  };
  return [
    `| | ${scenarios.join(" | ")} |`,
    `| --- |${scenarios.map(() => " --- |").join("")}`,
    ...names.map(
      (kind) => `| ${kind}: ${kinds[kind]} | ${scenarios.map((scenario) => count(scenario, kind)).join(" | ")} |`,
    ),
  ].join("\n");
}
