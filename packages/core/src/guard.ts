/** Runs the user's code, so that what it throws becomes a diagnostic with the user's own line in it. */
import { diagnose, isTroupeError, type Site, TroupeError } from "@troupe/modules";
import { abandonComputations, definitionCalls, describeThrown, readTooDeep } from "@troupe/modules/internal";
import { userCodeFailed } from "./diagnostics.ts";
import { userFrame } from "./user-frame.ts";

/** Words for somebody whose code runs. Making them takes time, and mostly nobody asks. */
type Words = string | (() => string) | { readonly caller: string };
const inWords = (what: Words): string => (typeof what === "string" ? what : typeof what === "function" ? what() : what.caller);

let running: Words | undefined;
let calls = 0;

/** Whose code runs just now; undefined if nobody's does. */
export const nameOfRunning = (): string | undefined => running && inWords(running);

/**
 * The user's code, for those who watch over it: how often it has been called, and whose runs just now.
 *
 * @example
 * userCode().running; // => undefined
 */
export const userCode = (): { readonly calls: number; readonly running: string | undefined } => ({
  calls: calls + definitionCalls(),
  running: nameOfRunning(),
});

/**
 * Forgets what of the user's code runs: for those who have stopped it from outside, where nothing that runs can tidy up. An evaluation
 * that it was part of must not be used any more.
 *
 * @example
 * abandonUserCode();
 * userCode().running; // => undefined
 */
export function abandonUserCode(): void {
  running = undefined;
  abandonComputations();
}

/** The result of `run`; anything but a diagnostic that it throws becomes one. `what` begins the sentence: "perInstance of …". */
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

/** What went wrong with using what the service was given gets the line that does; other problems have places of their own. */
function placed(error: TroupeError, site: Site): TroupeError {
  if (!error.atCaller || error.diagnostics.every(({ marks }) => marks.length > 0)) return error;
  const marks = [{ site: { ...site, ...userFrame(error.stack ?? "") } }];
  return new TroupeError(
    error.diagnostics.map((each) => (each.marks.length > 0 ? each : { ...each, marks })),
    { cause: error },
  );
}

/** Nobody waits for a promise: that it is one is told by those who use the value, and how it ends does not matter. */
export function settled<T>(value: T): T {
  if (value instanceof Promise) value.catch(() => {});
  return value;
}

const isEndless = (error: unknown): boolean => error instanceof RangeError && /call stack/i.test(error.message);
