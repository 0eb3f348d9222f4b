/**
 * Runs cases in a process of their own, so that one that never comes to an end, or ends the process, is found like any
 * other failure.
 */
import { type ChildProcess, fork } from "node:child_process";
import { on } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type Outcome, programOf } from "./case.ts";

/** Which cases to run: so many from the first seed on, with at most so many machines each. */
export interface Cases {
  readonly first: number;
  readonly count: number;
  readonly machines: number;
}

/** Nothing that people write takes that long. */
const longest = 60_000;

/** The outcomes of cases, in order. */
export async function* runCases({ first, count, machines }: Cases): AsyncIterable<Outcome> {
  let next = first;
  const end = first + count;
  while (next < end) {
    const child = fork(join(import.meta.dirname, "worker.ts"), [next, end - next, machines].map(String), {
      stdio: ["ignore", "inherit", "pipe", "ipc"],
    });
    const said = text(child.stderr!);
    for await (const outcome of outcomesOf(child)) {
      yield outcome;
      next = outcome.seed + 1;
    }
    if (next === end) return;
    const error = child.killed ? `it takes more than ${longest / 1000} s` : `it ends the process: ${await said}`;
    yield {
      seed: next,
      codes: [],
      isRight: false,
      machines: 0,
      took: longest,
      failure: { error, program: programOf(next, machines) },
    };
    next++;
  }
}

/** What a process says, until it ends or says nothing for too long. */
async function* outcomesOf(child: ChildProcess): AsyncIterable<Outcome> {
  const patience = setTimeout(() => child.kill("SIGKILL"), longest);
  for await (const [outcome] of on(child, "message", { close: ["close"] })) {
    patience.refresh();
    yield outcome as Outcome;
  }
  clearTimeout(patience);
}
