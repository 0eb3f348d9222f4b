/** The fault matrix on real hosts: each cell is a fault of an apply, and the judge's view of the host afterwards. */
import { setTimeout as sleep } from "node:timers/promises";
import { createLab } from "@troupe/lab";
import { boot } from "../../../packages/lab/src/host.ts";
import { readRecord } from "../../../packages/lab/src/lab-record.ts";
import { FaultHost, type Reached, type Told } from "./fault-host.ts";
import { desired, otherPlace, type Place, userSetUp } from "./places.ts";

/** The kinds of faults. */
const hostFaults = ["power", "power twice", "deployer killed", "agent killed", "disk full"] as const;
type HostFault = (typeof hostFaults)[number];

/** Numbers of cells by kind. The steps are spread over the switch. */
const usualCells: { readonly [fault in HostFault]: number } = {
  power: 12,
  "power twice": 6,
  "deployer killed": 6,
  "agent killed": 8,
  "disk full": 6,
};

interface HostMatrixOptions {
  /** Runs the host as a virtual machine, whose power cuts lose writes. */
  readonly vm?: boolean;
  readonly release?: string | undefined;
  /** Numbers of cells of each kind. */
  readonly cells?: Partial<typeof usualCells>;
  /** Runs the cells whose name matches. */
  readonly only?: RegExp | undefined;
  readonly progress: (line: string) => void;
}

interface HostMatrixResult {
  readonly passed: number;
  readonly failed: number;
}

/** A cell: a fault at the step that is this share of all steps. */
interface Cell {
  readonly fault: HostFault;
  readonly share: number;
}

/** Power cuts of a virtual machine, which loses writes. Each takes two boots. */
export const machineCells = { power: 12 };

/** Returns a line for `faults --list` with the numbers of cells. */
export function listOfCells(part: string, cells: Partial<typeof usualCells> = usualCells): string {
  const counts = Object.entries(cells).map(([fault, count]) => `${count} × ${fault}`);
  return `${part}: cells on real hosts: ${counts.join(", ")}`;
}

/** Runs the matrix in a lab of its own. */
export async function runHostMatrix(options: HostMatrixOptions): Promise<HostMatrixResult> {
  const { vm = false, release, progress } = options;
  const counts = { ...(options.cells ?? usualCells) };
  const cells = hostFaults.flatMap((fault): readonly Cell[] => {
    const count = counts[fault] ?? 0;
    return Array.from({ length: count }, (_, index) => ({ fault, share: (index + 0.5) / count }));
  });
  await using lab = createLab({
    hosts: [{ name: "alice", ...(vm ? {} : { disk: 64 }) }],
    vm,
    ...(release !== undefined && { release }),
    progress,
  });
  await lab.up();
  const host = new FaultHost(lab, vm);
  await host.run(userSetUp);
  const runner = new Runner(host, options);
  await runner.recordPlaces();
  let passed = 0;
  let failed = 0;
  for (const [index, cell] of cells.entries()) {
    const name = `${cell.fault} at ${Math.round(cell.share * 100)} %`;
    if (options.only !== undefined && !options.only.test(name)) continue;
    const { label, problems } = await runner.run(cell.fault, cell.share);
    if (problems.length === 0) passed++;
    else failed++;
    progress(`${problems.length === 0 ? "passed" : "FAILED"} ${index + 1}/${cells.length} ${name} (${label})`);
    for (const problem of problems) progress(`       ${problem}`);
  }
  return { passed, failed };
}

class Runner {
  readonly #host: FaultHost;
  readonly #options: HostMatrixOptions;
  readonly #references = new Map<Place, ReadonlySet<string>>();
  readonly #ids: { readonly [place in Place]: string } = {
    A: desired("A").generation.id,
    B: desired("B").generation.id,
  };
  /** The number of steps of a switch to the place. */
  readonly #steps = new Map<Place, number>();
  #place: Place = "A";

  constructor(host: FaultHost, options: HostMatrixOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** Visits both places without a fault, and counts the steps of a switch. */
  async recordPlaces(): Promise<void> {
    await this.#applyWell("A");
    await this.#host.setUp();
    for (const place of ["B", "A"] as const) {
      await this.#host.arm(1_000_000, "hold");
      await this.#applyWell(place);
      const steps = await this.#host.disarm();
      this.#steps.set(place, steps);
      this.#options.progress(`a switch to ${place} has ${steps} steps`);
      this.#references.set(place, await this.#host.observe());
      // An emulated boot takes a minute, and the cells compare after a boot anyway.
      if (this.#options.vm === true) continue;
      await this.#host.lab.reboot("alice");
      const booted = await this.#host.observe();
      const changed = differences(this.#references.get(place)!, booted);
      if (changed.length > 0) throw new Error(`${place} is another one after a restart:\n${changed.join("\n")}`);
    }
    this.#place = "A";
  }

  async #applyWell(place: Place): Promise<void> {
    const told = await this.#host.deploy(place).ended;
    if (told?.outcome !== "applied") throw new Error(`${place} is not applied: ${JSON.stringify(told)}`);
  }

  /** Runs a cell with the fault at a share of the steps, and judges it. */
  async run(
    fault: HostFault,
    share: number,
  ): Promise<{ readonly label: string; readonly problems: readonly string[] }> {
    const from = this.#place;
    const to = otherPlace(from);
    const number = Math.max(1, Math.round(share * this.#steps.get(to)!));
    const { told, reached, isBooted } = await this.#carryOut(fault, number, to);
    const label = `${from} to ${to}: ${reached?.command ?? "no step"}; told ${told?.outcome ?? "nothing"}`;
    const problems = [...(await this.#judge(from, to, told, reached, isBooted))];
    if (problems.length === 0) problems.push(...(await this.#judgeNextApply()));
    if (problems.length > 0) await this.#mend();
    return { label, problems };
  }

  async #carryOut(
    fault: HostFault,
    number: number,
    to: Place,
  ): Promise<{ readonly told: Told | undefined; readonly reached: Reached | undefined; readonly isBooted: boolean }> {
    const host = this.#host;
    const { lab } = host;
    if (fault === "power twice") await host.run("mkdir -p /root/faults");
    await host.arm(number, fault === "agent killed" ? "kill" : fault === "disk full" ? "full" : "hold");
    const deployer = host.deploy(to);
    const reached = await host.reached(deployer.ended);
    if (reached === undefined) {
      await host.disarm();
      return { told: await deployer.ended, reached, isBooted: false };
    }
    switch (fault) {
      case "power":
        await lab.kill("alice");
        await lab.start("alice");
        return { told: await deployer.ended, reached, isBooted: true };
      case "power twice": {
        // The steps of the boot are fewer than those of a switch.
        await host.arm(1 + (number % 12), "hold", "boot");
        await lab.kill("alice");
        await this.#cutWhileBooting();
        return { told: await deployer.ended, reached, isBooted: true };
      }
      case "deployer killed":
        deployer.kill();
        await deployer.ended;
        await host.release();
        return { told: undefined, reached, isBooted: false };
      case "agent killed":
        return { told: await deployer.ended, reached, isBooted: false };
      case "disk full": {
        const told = await deployer.ended;
        await host.run("rm -f /var/full");
        return { told, reached, isBooted: false };
      }
    }
  }

  /** Boots the host, cuts its power at the step of the boot, and boots it again. */
  async #cutWhileBooting(): Promise<void> {
    const { lab } = this.#host;
    const record = readRecord(lab.name)!.hosts[0]!;
    await boot({ lab: lab.name, host: record });
    // A boot with fewer steps ends, and is cut at its end.
    await this.#host.reached(sleep(10_000));
    await lab.kill("alice");
    await lab.start("alice");
    await this.#host.disarm();
  }

  /** Returns the problems of the host after it has settled. */
  async #judge(
    from: Place,
    to: Place,
    told: Told | undefined,
    reached: Reached | undefined,
    isBooted: boolean,
  ): Promise<readonly string[]> {
    const problems: string[] = [];
    if (reached === undefined) problems.push("no step met the fault");
    await this.#host.settle();
    const state = await this.#host.status();
    const isReached = state.reachable && state.blocked !== true;
    if (!isReached) return [`the host is not reachable: ${state.diagnostics.map(({ message }) => message).join("; ")}`];
    const place = ([from, to] as const).find((each) => this.#ids[each] === state.current);
    if (place === undefined) return [`the host says that it runs ${state.current}`];
    this.#place = place;
    if (state.pending !== undefined) problems.push("the switch is still pending");
    for (const { name, how } of state.drift) problems.push(`the status reports: ${name} ${how}`);
    const isReverted = state.reverted?.to === this.#ids[to];
    if (place === from && reached?.wasPending === true && !isReverted)
      problems.push("the status does not report the revert");
    if (place === to && isReverted) problems.push("the status reports a revert that did not happen");
    if (told?.outcome === "applied" && place !== to) problems.push(`the deployer was told "applied"`);
    if (["failed-and-reverted", "refused", "unreachable"].includes(told?.outcome ?? "") && place !== from)
      problems.push(`the deployer was told "${told?.outcome}"`);
    if (told?.outcome === "crashed") problems.push(`the deployer crashed: ${told.problems.join(" ")}`);
    if (state.history.at(-1)?.id !== state.current) problems.push("the history ends with another generation");
    const seen = await this.#host.observe();
    problems.push(...differences(this.#references.get(place)!, seen));
    return isBooted || problems.length === 0 ? problems : [...problems, `told: ${told?.problems.join(" | ")}`];
  }

  /** Applies the other place; returns what is wrong afterwards. */
  async #judgeNextApply(): Promise<readonly string[]> {
    const next = otherPlace(this.#place);
    const told = await this.#host.deploy(next).ended;
    if (told?.outcome !== "applied") return [`the next apply ends with ${JSON.stringify(told)}`];
    this.#place = next;
    const problems = differences(this.#references.get(next)!, await this.#host.observe());
    return problems.map((problem) => `after the next apply: ${problem}`);
  }

  /** Brings the host to a whole place after a cell that failed, for the next cell. */
  async #mend(): Promise<void> {
    for (const place of [otherPlace(this.#place), this.#place]) {
      const told = await this.#host.deploy(place).ended;
      this.#place = place;
      if (told?.outcome !== "applied" && told?.outcome !== "nothing-to-do")
        this.#options.progress(`       mending: ${JSON.stringify(told)}`);
    }
  }
}

/** Returns the lines of one observation alone. */
function differences(expected: ReadonlySet<string>, actual: ReadonlySet<string>): readonly string[] {
  const only = (left: ReadonlySet<string>, right: ReadonlySet<string>) => [...left].filter((line) => !right.has(line));
  return [
    ...only(expected, actual).map((line) => `missing: ${line}`),
    ...only(actual, expected).map((line) => `not expected: ${line}`),
  ];
}
