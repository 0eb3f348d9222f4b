/** Values that user code throws: usually an error, but any value is possible. */
import { showValue } from "./value-text.ts";

/** The description of a thrown value. */
export interface Thrown {
  /** In words, to follow "… failed: ". */
  readonly text: string;
  /** The stack of an error; else "". */
  readonly stack: string;
}

/**
 * Describes a thrown value. Never throws itself, not even for a value with throwing getters.
 *
 * @example
 * describeThrown(new TypeError("no port")).text; // => "TypeError: no port"
 * describeThrown(undefined).text; // => "it threw undefined"
 */
export function describeThrown(thrown: unknown): Thrown {
  try {
    if (!(thrown instanceof Error)) return { text: `it threw ${showValue(thrown)}`, stack: "" };
    const { name, message, stack } = thrown as { readonly [K in keyof Error]: unknown };
    return {
      text: name === "Error" ? String(message) : `${String(name)}: ${String(message)}`,
      stack: typeof stack === "string" ? stack : "",
    };
  } catch {
    return { text: "it threw something that cannot even be looked at", stack: "" };
  }
}
