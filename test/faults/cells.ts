/** The cells of the matrix: one fault at one step of a scenario each. */
import { accountFiles } from "./account-files.ts";
import { confirm, switchTo, waitForTimers } from "./deployer.ts";
import { bootLink, judge, judgeNextApply, type Settled } from "./judge.ts";
import type { Fault, Machine, State, Step } from "./machine.ts";
import type { Scenario } from "./scenario.ts";
import { nameOf, type Tree } from "./tree.ts";

/** Kinds of faults, with what they are. */
export const kinds = {
  power: "the power is cut",
  lost: "the power is cut, and files that nothing has synced are empty",
  kill: "every process of the agent is killed, then the timer fires",
  full: "the disk is full from here on, until the machine has settled",
  fail: "the command fails",
  hang: "the command never returns",
  "power again": "the power is cut, and again while the boot unit works",
  "power while going back": "the deployer dies, and the power is cut while the timer's revert works",
  "kill while going back": "the deployer dies, and the timer's revert is killed",
} as const;
export type Kind = keyof typeof kinds;

export interface Cell {
  readonly scenario: string;
  readonly kind: Kind;
  /** The command at which the fault comes. */
  readonly step: string;
  /** Cells with the same key have the same state before they settle, so they are run once. */
  readonly key: string;
  readonly run: (machine: Machine) => Promise<readonly string[]>;
}

/** Files of the memory that say nothing about the future. */
const isTrace = (path: string) =>
  /^run\/machine\/(journal|invocations)$|^run\/troupe\/|\/invocation$|boot_id$/.test(path);
const has = (tree: Tree, path: string) => tree.has(path);
const pendingFile = "var/lib/troupe/pending";

/** Removes process ids and digests, so that a step has the same text in each run. */
export const textOf = (command: string): string =>
  command
    .replace(/[\da-f]{32}/g, "ID")
    .replace(/\.\d+(?=\s|$|\/)/g, ".PID")
    .replace(/\d{3,}(-\d+)?/g, "N")
    .slice(0, 100)
    .trim();

/** What the next apply does depends on the settled disk alone, but for what the machine remembers to tell. */
const nextApplies = new WeakMap<Scenario, Map<string, Promise<readonly string[]>>>();
const isTold = (path: string) => /^var\/lib\/troupe\/(history|reverted|drifted)|^etc\/.*-$/.test(path);
/** Most cells settle in one of a few states, which are judged once. */
const verdicts = new WeakMap<Scenario, Map<string, Promise<readonly string[]>>>();
const reverted = ["var/lib/troupe/reverted", "run/troupe/reverted"];
const isUnjudged = (path: string) => reverted.includes(path) || /^etc\/.*-$/.test(path);
function judgeOnce(machine: Machine, scenario: Scenario, settled: Settled): Promise<readonly string[]> {
  const { state, ...circumstances } = settled;
  const known = verdicts.get(scenario) ?? new Map<string, Promise<readonly string[]>>();
  verdicts.set(scenario, known);
  const key = [
    JSON.stringify(circumstances),
    ...reverted.map((path) => has(state.disk, path) || has(state.memory, path)),
    nameOf(state.disk, isUnjudged),
    nameOf(state.memory, isTrace),
  ].join(" ");
  const verdict = known.get(key) ?? judge(machine, scenario, settled);
  known.set(key, verdict);
  return verdict;
}
async function judgeAll(machine: Machine, scenario: Scenario, settled: Settled): Promise<readonly string[]> {
  const problems = await judgeOnce(machine, scenario, settled);
  const ofScenario = nextApplies.get(scenario) ?? new Map<string, Promise<readonly string[]>>();
  nextApplies.set(scenario, ofScenario);
  const key = `${settled.isBooted} ${nameOf(settled.state.disk, isTold)}`;
  const known = ofScenario.get(key) ?? judgeNextApply(machine, scenario);
  ofScenario.set(key, known);
  return [...problems, ...(await known)];
}

async function settleByBoot(machine: Machine, scenario: Scenario, disk: Tree, told?: string) {
  machine.restore({ disk });
  await machine.boot();
  return judgeAll(machine, scenario, {
    state: machine.state(),
    isBooted: true,
    wasPending: has(disk, pendingFile),
    told,
    isUntouched: !has(disk, bootLink),
  });
}
async function settleByTimer(machine: Machine, scenario: Scenario, state: Required<State>, told?: string) {
  machine.restore(state);
  const fired = await waitForTimers(machine);
  const wasPending = has(state.disk, pendingFile);
  // Without a timer, nothing runs that could remove temporary files. The next apply must do so.
  const settled = { state: machine.state(), isBooted: false, wasPending, told, isUntouched: fired === 0 };
  const problems = await judgeAll(machine, scenario, settled);
  return fired === 10 ? ["a timer fires without end", ...problems] : problems;
}

/** Files whose unsynced content is empty after a power cut. */
const withoutUnsynced = ({ state, unsynced }: Step): Tree =>
  new Map(
    [...state.disk].map(([path, entry]) => {
      const content = unsynced.get(path);
      return [path, content === undefined ? entry : { ...entry, content }];
    }),
  );

/** The cells at the steps of a recording, whose state is all that a fault leaves. */
export function recordedCells(scenario: Scenario): readonly Cell[] {
  const cells: Cell[] = [];
  for (const [index, step] of scenario.steps.entries()) {
    const told = index === scenario.steps.length - 1 ? lastWord(scenario) : undefined;
    const cell = (kind: Kind, key: string, run: Cell["run"]) =>
      cells.push({ scenario: scenario.name, kind, step: textOf(step.command), key: `${key} ${told}`, run });
    cell("power", nameOf(step.state.disk), (machine) => settleByBoot(machine, scenario, step.state.disk, told));
    if (step.unsynced.size > 0) {
      const disk = withoutUnsynced(step);
      cell("lost", nameOf(disk), (machine) => settleByBoot(machine, scenario, disk, told));
    }
    const key = `${nameOf(step.state.disk)} ${nameOf(step.state.memory, isTrace)}`;
    cell("kill", key, (machine) => settleByTimer(machine, scenario, step.state, told));
  }
  return cells;
}
const lastWord = (scenario: Scenario): string => (scenario.to === "ill" ? "reverted" : "confirmed");

/** The cells of a second fault: at each step of what the machine does after the first. */
export async function secondCells(machine: Machine, scenario: Scenario, first: Step): Promise<readonly Cell[]> {
  const wasPending = has(first.state.disk, pendingFile);
  const cells: Cell[] = [];
  machine.restore({ disk: first.state.disk });
  for (const step of await machine.record(() => machine.boot()))
    cells.push({
      scenario: scenario.name,
      kind: "power again",
      step: `${textOf(first.command)} / ${textOf(step.command)}`,
      key: nameOf(step.state.disk),
      run: async (other) => {
        other.restore({ disk: step.state.disk });
        await other.boot();
        const isUntouched = !has(step.state.disk, bootLink);
        return judgeAll(other, scenario, {
          state: other.state(),
          isBooted: true,
          wasPending,
          told: undefined,
          isUntouched,
        });
      },
    });
  machine.restore(first.state);
  for (const step of await machine.record(() => waitForTimers(machine))) {
    const at = `${textOf(first.command)} / ${textOf(step.command)}`;
    const { disk, memory } = step.state;
    cells.push({
      scenario: scenario.name,
      kind: "power while going back",
      step: at,
      key: nameOf(disk),
      run: async (other) => {
        other.restore({ disk });
        await other.boot();
        const isUntouched = !has(disk, bootLink);
        return judgeAll(other, scenario, {
          state: other.state(),
          isBooted: true,
          wasPending,
          told: undefined,
          isUntouched,
        });
      },
    });
    cells.push({
      scenario: scenario.name,
      kind: "kill while going back",
      step: at,
      key: `${nameOf(disk)} ${nameOf(memory, isTrace)}`,
      run: async (other) => {
        other.restore(step.state);
        // systemd starts a unit again whose process was killed, if the unit says so.
        await other.run(["/usr/local/bin/restart-killed"]);
        await waitForTimers(other);
        return judgeAll(other, scenario, { state: other.state(), isBooted: false, wasPending, told: undefined });
      },
    });
  }
  return cells;
}

/** Programs whose failure or delay the agent script has to survive. */
const writers = new Set(
  "mv cp ln rm mkdir rmdir chmod chown sync touch tar systemctl systemd-run systemd-tmpfiles useradd usermod groupadd gpasswd hostname".split(
    " ",
  ),
);
const canHang = new Set("systemctl systemd-run useradd usermod groupadd gpasswd hostname sync mv".split(" "));

/** The cells whose fault the agent script goes on with. */
export function liveCells(scenario: Scenario): readonly Cell[] {
  const cells: Cell[] = [];
  const seen = new Map<string, number>();
  let lastDisk = "";
  for (const { command, state } of scenario.steps) {
    const pattern = command
      .replace(/\d{2,}/g, "*")
      .replace(/[[\]\\?$`"'(){}|&;<>#~!]/g, "?")
      .trim();
    const occurrence = (seen.get(pattern) ?? 0) + 1;
    seen.set(pattern, occurrence);
    const program = command.split(" ")[0]!;
    const disk = nameOf(state.disk);
    const cell = (kind: Fault["kind"] & Kind) =>
      cells.push({
        scenario: scenario.name,
        kind,
        step: textOf(command),
        key: `${pattern} ${occurrence}`,
        run: (machine) => runLive(machine, scenario, { pattern, occurrence, kind }),
      });
    if (command.startsWith("(")) continue;
    if (disk !== lastDisk) cell("full");
    lastDisk = disk;
    if (writers.has(program)) cell("fail");
    if (canHang.has(program)) cell("hang");
  }
  return cells;
}

async function runLive(machine: Machine, scenario: Scenario, fault: Fault): Promise<readonly string[]> {
  machine.restore(scenario.base);
  machine.setFault(fault);
  const told = await whileHanging(machine, async () => {
    const switched = await switchTo(machine, scenario.to, scenario.from);
    if (switched.reply?.end?.[0] !== "pending") return switched.reply?.end?.[0];
    return (await confirm(machine, scenario.to)).reply?.end?.[0];
  });
  const wasReached = machine.wasReached;
  // The rest of the cell has no fault, but for a disk that stays full until the machine has settled.
  if (fault.kind !== "full") machine.setFault(undefined);
  const wasPending = has(machine.state().disk, pendingFile);
  const fired = await within(30_000, waitForTimers(machine));
  const problems: string[] = [];
  if (fault.kind === "full") {
    problems.push(...truncated(scenario, machine.state().disk));
    machine.empty();
    machine.setFault(undefined);
    await within(30_000, waitForTimers(machine));
  }
  // The unit that repeats what did not go back has to end, too.
  await machine.settle();
  if (fired === undefined) {
    machine.kill();
    problems.push("the timer's revert does not end");
  }
  if (!wasReached) problems.push("the step was not reached");
  const isUntouched = fault.kind === "hang" && told === undefined && fired === 0;
  const settled = { state: machine.state(), isBooted: false, wasPending, told, isUntouched };
  return [...problems, ...(await judgeAll(machine, scenario, settled))];
}

/** Ends the deployer's connection when a command hangs that no `timeout` ends. */
async function whileHanging<T>(machine: Machine, action: () => Promise<T>): Promise<T | undefined> {
  const doing = action();
  for (;;) {
    const ended = await within(
      100,
      doing.then((value) => ({ value })),
    );
    if (ended !== undefined) return ended.value;
    if (!machine.hangs) continue;
    machine.hangUp();
    return undefined;
  }
}
async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((done) => (timer = setTimeout(() => done(undefined), milliseconds)));
  const first = await Promise.race([promise, late]);
  clearTimeout(timer);
  return first;
}

/** Finds files of the user that a full disk has cut off. */
function truncated(scenario: Scenario, disk: Tree): readonly string[] {
  const whole = new Map<string, Set<string>>();
  // An unhealthy place has no reference. Its files are whole at each step, because they are renamed into place.
  const unhealthy = scenario.references.has(scenario.to) ? [] : scenario.steps;
  for (const { state } of [...scenario.references.values(), ...unhealthy])
    for (const [path, { type, content }] of state.disk)
      if (type === "file") whole.set(path, (whole.get(path) ?? new Set()).add(content));
  return [...disk]
    .filter(([path, { type, content }]) => {
      const known = whole.get(path);
      return (
        type === "file" &&
        path.startsWith("etc/") &&
        !accountFiles.has(path) &&
        !/\.lock$|\.edit$|\.troupe-new/.test(path) &&
        known !== undefined &&
        known.size === 2 &&
        !known.has(content)
      );
    })
    .map(([path]) => `the full disk has changed /${path}`);
}
