/** The question before a command changes machines. */
import { fail } from "@troupe/modules";
import { needsConfirmation } from "./diagnostics.ts";
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

/** Asks a question, unless `--yes` answers it. Returns true for yes. */
export async function confirmed({ yes }: Asking, question: string): Promise<boolean> {
  if (yes) return true;
  const { confirm, isCancel } = await import("@clack/prompts");
  const answer = await confirm({ message: question, initialValue: false });
  return !isCancel(answer) && answer;
}
