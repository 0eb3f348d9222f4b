/** The question before anything is changed. */
import { fail } from "@troupe/modules";
import { needsConfirmation } from "./diagnostics.ts";
import type { Terminal } from "./terminal.ts";

/**
 * True if somebody says yes, or `yes` was given beforehand.
 *
 * @throws TRP6004 if there is nobody to ask
 */
export async function confirmed(
  { interactive }: Terminal,
  { yes, json, command, question }: { yes: boolean; json: boolean; command: string; question: string },
): Promise<boolean> {
  if (yes) return true;
  if (!interactive || json) fail(needsConfirmation, { what: command });
  const { confirm, isCancel } = await import("@clack/prompts");
  const answer = await confirm({ message: question, initialValue: false });
  return !isCancel(answer) && answer;
}
