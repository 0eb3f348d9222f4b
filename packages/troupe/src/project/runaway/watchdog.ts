/**
 * What keeps the project's code from running for ever: a thread that looks at the main one now and then, and stops it when it is in
 * code of the project that does not come to an end. Starting the thread costs a few milliseconds; a look costs less than one.
 */
import type { Session } from "node:inspector";
import { basename } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { abandonUserCode, userCode } from "@troupe/core/internal";
import { diagnose, TroupeError } from "@troupe/modules";
import { endless } from "../diagnostics.ts";
import { type Endless, endlessWatcher } from "./endless.ts";
import { topLevelAwaits } from "./stalled.ts";
import { timeLimit } from "./time-limit.ts";

/** Time is counted in looks, so that a process that was suspended, or a machine that slept, has not used any. */
const looks = 20;

/** The states of the other thread: as long as it is connected to this one, neither may end. */
const states = { idle: 0, connected: 1, over: 2 } as const;

/** What the other thread is told. */
interface Orders {
  readonly interval: number;
  /** The symbol under which this thread is looked at. */
  readonly look: string;
  readonly state: Int32Array<SharedArrayBuffer>;
  readonly states: typeof states;
}

/**
 * Runs something that runs the project's code.
 *
 * @throws TRP4009 if that code does not come to an end; `run` is then left where it is
 */
export async function stoppable<T>(run: () => Promise<T>): Promise<T> {
  const limit = timeLimit();
  if (limit === undefined) return run();
  const { promise: stopped, reject: stop } = Promise.withResolvers<never>();
  const { promise: parted, resolve: part } = Promise.withResolvers<void>();
  const watch = endlessWatcher({ within: import.meta.filename, looks, own: looks * 3, short: looks / 5 });
  let found: Endless | undefined;
  let megabytes = 0;
  const look = (): boolean => {
    // Somebody who debugs the project stands still as long as they like.
    if (process.getBuiltinModule("node:inspector").url() !== undefined) return false;
    found = watch({ progress: progress(), stack: stackBelow(look), short: heap().used > 0.6 });
    if (found === undefined) return false;
    ({ megabytes } = heap());
    // What runs is about to be stopped; then nothing but this keeps the process.
    worker.ref();
    return true;
  };
  const name = "troupe.look";
  Object.defineProperty(globalThis, Symbol.for(name), { value: look, configurable: true });
  const state = new Int32Array(new SharedArrayBuffer(4));
  const orders: Orders = { interval: (limit * 1000) / looks, look: name, state, states };
  const worker = new Worker(`(${watchMainThread.toString()})()`, {
    eval: true,
    execArgv: [],
    env: {},
    name: "watchdog",
    workerData: orders,
  });
  worker.on("message", () => {
    part();
    if (found === undefined) return;
    stop(endlessError(found, limit, megabytes));
    abandonUserCode();
  });
  worker.unref();
  try {
    return await Promise.race([run(), stopped]);
  } finally {
    Reflect.deleteProperty(globalThis, Symbol.for(name));
    if (Atomics.compareExchange(state, 0, states.idle, states.over) === states.connected) {
      worker.ref();
      worker.postMessage("part", []);
      await parted;
      // What the other thread leaves behind here is cleared away by the event loop.
      await setImmediate();
      await setImmediate();
    }
    void worker.terminate();
  }
}

/** How much of the memory that Node may use is used, in parts of 1 and in megabytes. */
function heap(): { readonly used: number; readonly megabytes: number } {
  const { used_heap_size: used, heap_size_limit: limit } = process.getBuiltinModule("node:v8").getHeapStatistics();
  // About 200 MB of the limit are for what is young.
  return { used: used / Math.max(limit / 2, limit - 200e6), megabytes: Math.round(used / 1e6) };
}

function endlessError({ at: { name, file, line, column }, short }: Endless, seconds: number, megabytes: number): TroupeError {
  const what = userCode().running ?? `Code in ${basename(file)}`;
  // V8 does not know better where a module is that goes on after an await.
  const awaits = name === "" && line === 1 && column === 1 ? topLevelAwaits(file) : [];
  const sites = awaits.length > 0 ? awaits : [{ file, line, column }];
  const taken = short ? { megabytes } : { seconds };
  return new TroupeError([diagnose(endless, { what, ...taken }, { marks: sites.map((site) => ({ site })) })]);
}

/** What changes when the event loop turns, and when code of the project is called. */
const progress = (): string => `${performance.nodeTiming.uvMetricsInfo.loopCount} ${userCode().calls}`;

/** The whole stack from whoever called `above` on. */
function stackBelow(above: () => unknown): string {
  const { stackTraceLimit, prepareStackTrace } = Error;
  const holder = { stack: "" };
  Object.assign(Error, { stackTraceLimit: Number.POSITIVE_INFINITY, prepareStackTrace: undefined });
  Error.captureStackTrace(holder, above);
  const { stack } = holder;
  Object.assign(Error, { stackTraceLimit, prepareStackTrace });
  return stack;
}

/** Runs in the other thread, which only gets its text. The main thread answers whatever it is doing, between two steps of a loop too. */
function watchMainThread(): void {
  const { parentPort, workerData } = process.getBuiltinModule("node:worker_threads");
  const { interval, look, state, states } = workerData as Orders;
  let session: Session | undefined;
  let waiting = false;
  let parting = false;
  const timer = setInterval(() => {
    if (waiting) return;
    const before = Atomics.compareExchange(state, 0, states.idle, states.connected);
    if (before === states.over) return clearInterval(timer);
    session ??= connect();
    waiting = true;
    session.post("Runtime.evaluate", { expression: `globalThis[Symbol.for("${look}")]?.()`, returnByValue: true }, (_error, answer) => {
      if (answer?.result.value === true) return session!.post("Runtime.terminateExecution", part);
      waiting = false;
      if (parting) part();
    });
  }, interval);
  // It goes on listening: were it to end while the main thread is still parting, Node would abort.
  parentPort!.on("message", () => {
    parting = true;
    if (!waiting) part();
  });
  function connect(): Session {
    // Most commands are over before this is needed.
    const { Session: NewSession } = process.getBuiltinModule("node:inspector");
    const made = new NewSession();
    made.connectToMainThread();
    return made;
  }
  function part(): void {
    clearInterval(timer);
    session!.disconnect();
    parentPort!.postMessage("parted", []);
  }
}
