/** The question before a command changes machines. */
import type { Readable, Writable } from "node:stream";
import { fail } from "@troupe/modules";
import { needsConfirmation } from "./diagnostics.ts";
import { visible } from "../text/visible.ts";
import type { Terminal } from "./terminal.ts";

/** The flags that decide whether a command asks. */
export interface Asking {
  readonly yes: boolean;
  readonly json: boolean;
}

/**
 * Checks that a question can be asked, before a command does any work.
 *
 * @throws TRP6004 if the command must ask and the terminal is not interactive
 */
export function requireAnswer({ interactive }: Terminal, { yes, json }: Asking, command: string): void {
  if (!yes && (json || !interactive)) fail(needsConfirmation, { what: command });
}

const answers: { readonly [word: string]: boolean } = { y: true, yes: true, n: false, no: false, "": false };

/**
 * Asks a question, unless `--yes` answers it. Returns true for the whole word "yes" or "y": a prompt that reacts to
 * single keys would take any word with a "y" in it for consent.
 */
export async function confirmed(
  { yes }: Pick<Asking, "yes">,
  question: string,
  streams: { readonly input?: Readable; readonly output?: Writable } = {},
): Promise<boolean> {
  if (yes) return true;
  const { isCancel, text } = await import("@clack/prompts");
  const answerOf = (line: string | undefined) => answers[(line ?? "").trim().toLowerCase()];
  const line = await text({
    ...streams,
    message: `${visible(question)} (yes or no)`,
    placeholder: "no",
    validate: (typed) => (answerOf(typed) === undefined ? 'Type "yes" or "no".' : undefined),
  });
  return !isCancel(line) && answerOf(line) === true;
}
