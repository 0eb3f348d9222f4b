/** Runs the user's code, so that what it throws becomes a diagnostic with the user's own line in it. */
import { diagnose, isTroupeError, type Site, TroupeError } from "@troupe/modules";
import { abandonComputations, definitionCalls, describeThrown, readTooDeep } from "@troupe/modules/internal";
import { userCodeFailed } from "./diagnostics.ts";
import { userFrame } from "./user-frame.ts";

/** The name of running user code. It is made on demand, because only diagnostics use it. */
type Words = string | (() => string) | { readonly caller: string };
const inWords = (what: Words): string =>
  typeof what === "string" ? what : typeof what === "function" ? what() : what.caller;

let running: Words | undefined;
let calls = 0;

/** Returns the name of the user code that runs now; undefined if none runs. */
export const nameOfRunning = (): string | undefined => running && inWords(running);

/**
 * Returns how often the user's code has been called, and the name of the code that runs now, for a watchdog.
 *
 * @example
 * userCode().running; // => undefined
 */
export const userCode = (): { readonly calls: number; readonly running: string | undefined } => ({
  calls: calls + definitionCalls(),
  running: nameOfRunning(),
});

/**
 * Forgets what of the user's code runs: for those who have stopped it from outside, where nothing that runs can tidy
 * up. An evaluation that it was part of must not be used any more.
 *
 * @example
 * abandonUserCode();
 * userCode().running; // => undefined
 */
export function abandonUserCode(): void {
  running = undefined;
  abandonComputations();
}

/**
 * The result of `run`; anything but a diagnostic that it throws becomes one. `what` begins the sentence: "perInstance
 * of …".
 */
export function guard<T, A = undefined>(what: Words, site: Site, run: (argument: A) => T, argument?: A): T {
  const around = running;
  running = what;
  calls++;
  try {
    return settled(run(argument as A));
  } catch (error) {
    if (readTooDeep(error)) throw error;
    if (isTroupeError(error)) throw placed(error, site);
    const { text, stack } = describeThrown(error);
    const params = { what: inWords(what), error: isEndless(error) ? "it calls itself without an end." : text };
    const marks = [{ site: { ...site, ...userFrame(stack) } }];
    throw new TroupeError([diagnose(userCodeFailed, params, { marks })], { cause: error });
  } finally {
    running = around;
  }
}

/** A problem with the use of a context gets the line of the user; other problems have places of their own. */
function placed(error: TroupeError, site: Site): TroupeError {
  if (!error.atCaller || error.diagnostics.every(({ marks }) => marks.length > 0)) return error;
  const marks = [{ site: { ...site, ...userFrame(error.stack ?? "") } }];
  return new TroupeError(
    error.diagnostics.map((each) => (each.marks.length > 0 ? each : { ...each, marks })),
    { cause: error },
  );
}

/**
 * Ignores the outcome of a promise, because evaluation never waits: the user of the value reports that it is a promise.
 */
export function settled<T>(value: T): T {
  if (value instanceof Promise) value.catch(() => {});
  return value;
}

const isEndless = (error: unknown): boolean => error instanceof RangeError && /call stack/i.test(error.message);
