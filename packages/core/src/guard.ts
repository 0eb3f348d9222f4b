/** Runs the user's code, so that what it throws becomes a diagnostic with the user's own line in it. */
import { isTroupeError, type Site, stackFrame, TroupeError, diagnose } from "@troupe/modules";
import { resultNotObject, userCodeFailed } from "./diagnostics.ts";

/** Words for somebody whose code runs. Making them takes time, and mostly nobody asks. */
type Words = string | (() => string);
const inWords = (what: Words): string => (typeof what === "string" ? what : what());

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
export const userCode = (): { readonly calls: number; readonly running: string | undefined } => ({ calls, running: nameOfRunning() });

/** The result of `run`; anything but a diagnostic that it throws becomes one. `what` begins the sentence: "perInstance of …". */
export function guard<T>(what: Words, site: Site, run: () => T): T {
  const around = running;
  running = what;
  calls++;
  try {
    return run();
  } catch (error) {
    if (isTroupeError(error)) throw placed(error, site);
    const frame = error instanceof Error ? userFrame(error.stack ?? "") : undefined;
    throw new TroupeError(
      [diagnose(userCodeFailed, { what: inWords(what), error: describeError(error) }, { marks: [{ site: { ...site, ...frame } }] })],
      {
        cause: error,
      },
    );
  } finally {
    running = around;
  }
}

/** What went wrong with using what the service was given (TRP2xxx) gets the line that does; other problems have places of their own. */
function placed(error: TroupeError, site: Site): TroupeError {
  if (error.diagnostics.every(({ code, marks }) => marks.length > 0 || !code.startsWith("TRP2"))) return error;
  const marks = [{ site: { ...site, ...userFrame(error.stack ?? "") } }];
  return new TroupeError(
    error.diagnostics.map((each) => (each.marks.length > 0 ? each : { ...each, marks })),
    { cause: error },
  );
}

/** The result of {@link guard}, which must be an object. */
export function guardObject(what: Words, site: Site, run: () => unknown): object {
  const value = guard(what, site, run);
  if (typeof value === "object" && value !== null && !(value instanceof Promise)) return value;
  const got = value instanceof Promise ? "a promise" : value === undefined ? "nothing" : value === null ? "null" : `a ${typeof value}`;
  throw new TroupeError([diagnose(resultNotObject, { what: inWords(what), got }, { marks: [{ site }] })]);
}

function describeError(error: unknown): string {
  if (error instanceof RangeError && /call stack/i.test(error.message)) return "it calls itself without an end.";
  if (error instanceof Error) return `${error.name === "Error" ? "" : `${error.name}: `}${error.message}`;
  return `it threw ${JSON.stringify(error) ?? String(error)}`;
}

const ownFrame = /node:|[\\/]@troupe[\\/]|[\\/]packages[\\/](?:modules|core|system|linux|troupe)[\\/](?:src|dist)[\\/]/;

/** The innermost frame that is not ours, as a place of its own: what its pointer led to is elsewhere. */
function userFrame(stack: string): Site | undefined {
  const frame = stackFrame(stack, (file) => !ownFrame.test(file));
  return frame && { ...frame, pointer: undefined };
}
