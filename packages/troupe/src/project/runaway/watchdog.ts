/**
 * The watchdog: a thread that samples the stack of the main thread and terminates endless project code there. Starting
 * the thread costs a few milliseconds; a sample costs less than one.
 */
import type { Session } from "node:inspector";
import { basename } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { abandonUserCode, userCode } from "@troupe/core/internal";
import { diagnose, TroupeError } from "@troupe/modules";
import { endlessCode } from "../diagnostics.ts";
import { topLevelAwaits } from "./endless-await.ts";
import { type EndlessCode, endlessCodeDetector } from "./endless-code.ts";
import { timeLimit } from "./time-limit.ts";

/**
 * The limit is counted in samples, so that the time in which a process is suspended, or a computer sleeps, does not
 * count.
 */
const samples = 20;

/** The states of the watchdog's thread. While it is connected to the main thread, neither thread may end. */
const states = { idle: 0, connected: 1, over: 2 } as const;

/** The data that the watchdog's thread receives. */
interface WorkerData {
  /** Milliseconds between two samples. */
  readonly interval: number;
  /** The name of the symbol of the global function that takes a sample. */
  readonly sampler: string;
  readonly state: Int32Array<SharedArrayBuffer>;
  readonly states: typeof states;
}

/**
 * Runs a function that runs project code, under the watchdog.
 *
 * @throws TRP4009 if project code does not end; `run` is abandoned
 */
export async function runWithWatchdog<T>(run: () => Promise<T>): Promise<T> {
  const limit = timeLimit();
  if (limit === undefined) return run();
  const { promise: termination, reject: terminate } = Promise.withResolvers<never>();
  const { promise: disconnection, resolve: disconnected } = Promise.withResolvers<void>();
  const detect = endlessCodeDetector({
    caller: import.meta.filename,
    project: samples,
    troupe: samples * 3,
    memoryShort: samples / 5,
  });
  let endless: EndlessCode | undefined;
  let megabytes = 0;
  /** Takes a sample; true if the running code is endless. */
  const sample = (): boolean => {
    // A debugger may stop the project for any time.
    if (process.getBuiltinModule("node:inspector").url() !== undefined) return false;
    endless = detect({ progress: progress(), stack: stackBelow(sample), memoryShort: heap().used > 0.6 });
    if (endless === undefined) return false;
    ({ megabytes } = heap());
    // After the termination of the running code, the worker alone keeps the process alive.
    worker.ref();
    return true;
  };
  const sampler = "troupe.sampler";
  Object.defineProperty(globalThis, Symbol.for(sampler), { value: sample, configurable: true });
  const state = new Int32Array(new SharedArrayBuffer(4));
  const workerData: WorkerData = { interval: (limit * 1000) / samples, sampler, state, states };
  const worker = new Worker(`(${watchMainThread.toString()})()`, {
    eval: true,
    execArgv: [],
    env: {},
    name: "watchdog",
    workerData,
  });
  worker.on("message", () => {
    disconnected();
    if (endless === undefined) return;
    terminate(endlessCodeError(endless, limit, megabytes));
    abandonUserCode();
  });
  worker.unref();
  try {
    return await Promise.race([run(), termination]);
  } finally {
    Reflect.deleteProperty(globalThis, Symbol.for(sampler));
    if (Atomics.compareExchange(state, 0, states.idle, states.over) === states.connected) {
      worker.ref();
      worker.postMessage("disconnect", []);
      await disconnection;
      // The event loop clears away the inspector's session of this thread.
      await setImmediate();
      await setImmediate();
    }
    void worker.terminate();
  }
}

/** Returns the used part of the heap that Node may use: as a number from 0 to 1, and in megabytes. */
function heap(): { readonly used: number; readonly megabytes: number } {
  const { used_heap_size: used, heap_size_limit: limit } = process.getBuiltinModule("node:v8").getHeapStatistics();
  // About 200 MB of the limit are for young objects.
  return { used: used / Math.max(limit / 2, limit - 200e6), megabytes: Math.round(used / 1e6) };
}

function endlessCodeError({ frame, memoryShort }: EndlessCode, seconds: number, megabytes: number): TroupeError {
  const { name, file, line, column } = frame;
  const what = userCode().running ?? `Code in ${basename(file)}`;
  // For a module that resumes after an await, V8 reports the position 1:1.
  const awaits = name === "" && line === 1 && column === 1 ? topLevelAwaits(file) : [];
  const sites = awaits.length > 0 ? awaits : [{ file, line, column }];
  const exceeded = memoryShort ? { megabytes } : { seconds };
  return new TroupeError([diagnose(endlessCode, { what, ...exceeded }, { marks: sites.map((site) => ({ site })) })]);
}

/** Returns a text that changes when the event loop turns, and when project code is called. */
const progress = (): string => `${performance.nodeTiming.uvMetricsInfo.loopCount} ${userCode().calls}`;

/** Returns the stack without a limit of frames, from the caller of `above` on. */
function stackBelow(above: () => unknown): string {
  const { stackTraceLimit, prepareStackTrace } = Error;
  const holder = { stack: "" };
  Object.assign(Error, { stackTraceLimit: Number.POSITIVE_INFINITY, prepareStackTrace: undefined });
  Error.captureStackTrace(holder, above);
  const { stack } = holder;
  Object.assign(Error, { stackTraceLimit, prepareStackTrace });
  return stack;
}

/**
 * Runs in the watchdog's thread, which receives the text of this function alone. The inspector evaluates in the main
 * thread between two steps of any code, also within a loop.
 */
function watchMainThread(): void {
  const { parentPort, workerData } = process.getBuiltinModule("node:worker_threads");
  const { interval, sampler, state, states } = workerData as WorkerData;
  let session: Session | undefined;
  let isSampling = false;
  let mustDisconnect = false;
  const timer = setInterval(() => {
    if (isSampling) return;
    const before = Atomics.compareExchange(state, 0, states.idle, states.connected);
    if (before === states.over) return clearInterval(timer);
    session ??= connect();
    isSampling = true;
    session.post(
      "Runtime.evaluate",
      { expression: `globalThis[Symbol.for("${sampler}")]?.()`, returnByValue: true },
      (_error, answer) => {
        if (answer?.result.value === true) return session!.post("Runtime.terminateExecution", disconnect);
        isSampling = false;
        if (mustDisconnect) disconnect();
      },
    );
  }, interval);
  // The listener keeps this thread alive. Node aborts if the thread ends before the main thread has disconnected.
  parentPort!.on("message", () => {
    mustDisconnect = true;
    if (!isSampling) disconnect();
  });
  function connect(): Session {
    // The module is loaded with the first sample, because most commands end before.
    const { Session: NewSession } = process.getBuiltinModule("node:inspector");
    const created = new NewSession();
    created.connectToMainThread();
    return created;
  }
  function disconnect(): void {
    clearInterval(timer);
    session!.disconnect();
    parentPort!.postMessage("disconnected", []);
  }
}
