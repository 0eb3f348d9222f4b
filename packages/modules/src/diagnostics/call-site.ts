/**
 * Places in TypeScript: the call that holds a definition. The stack is captured with the call and parsed when a message
 * is printed.
 */
import type { Site } from "../model/site.ts";
import { stackFrame } from "./stack-frame.ts";

interface StackCapture {
  captureStackTrace?(holder: object, below: Function): void;
  stackTraceLimit?: number;
}

/**
 * Returns the place from which `below` was called. The call captures the stack; reading the place turns the stack into
 * text.
 *
 * @example
 * function define(): Site { return callSite(define); }
 * typeof define().line; // => "number"
 */
export function callSite(below: Function): Site {
  const { captureStackTrace, stackTraceLimit } = Error as StackCapture;
  if (captureStackTrace === undefined) return {};
  const holder: { stack?: string } = {};
  (Error as StackCapture).stackTraceLimit = 1;
  captureStackTrace.call(Error, holder, below);
  if (stackTraceLimit === undefined) delete (Error as StackCapture).stackTraceLimit;
  else (Error as StackCapture).stackTraceLimit = stackTraceLimit;
  let position: Site | undefined;
  const read = (): Site => (position ??= stackFrame(holder.stack ?? "") ?? {});
  return {
    get file() {
      return read().file;
    },
    get line() {
      return read().line;
    },
    get column() {
      return read().column;
    },
  };
}

const remembered = new WeakMap<object, Site>();

/**
 * Ties a place to a definition, so that its evaluation can report the place. Returns the definition.
 *
 * @example
 * const definition = rememberSite({ port: 80 }, { file: "troupe.ts", line: 3 });
 * rememberedSite(definition); // => { file: "troupe.ts", line: 3 }
 */
export function rememberSite<T extends object>(definition: T, site: Site): T {
  remembered.set(definition, site);
  return definition;
}

/**
 * The place that {@link rememberSite} tied to this very object.
 *
 * @example
 * rememberedSite({ port: 80 }); // => undefined
 */
export function rememberedSite(definition: unknown): Site | undefined {
  return typeof definition === "object" && definition !== null ? remembered.get(definition) : undefined;
}
