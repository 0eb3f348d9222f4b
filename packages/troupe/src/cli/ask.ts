/** The question before anything is changed. */
import { fail } from "@troupe/modules";
import { needsConfirmation } from "./diagnostics.ts";
import type { Terminal } from "./terminal.ts";

/** What decides whether a question is asked. */
export interface Asking {
  readonly yes: boolean;
  readonly json: boolean;
}

/**
 * To be called before any work is done for nothing.
 *
 * @throws TRP6004 if a question will have to be asked, and there is nobody to answer
 */
export function requireAnswer({ interactive }: Terminal, { yes, json }: Asking, command: string): void {
  if (!yes && (json || !interactive)) fail(needsConfirmation, { what: command });
}

/** True if somebody says yes, or said so beforehand. */
export async function confirmed({ yes }: Asking, question: string): Promise<boolean> {
  if (yes) return true;
  const { confirm, isCancel } = await import("@clack/prompts");
  const answer = await confirm({ message: question, initialValue: false });
  return !isCancel(answer) && answer;
}
