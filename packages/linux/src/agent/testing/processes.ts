/** For tests: the number of processes that a request starts in a box. */
import { createHash } from "node:crypto";
import { agentScript } from "../agent.ts";
import { agentCommand } from "../command.ts";
import type { AgentBox } from "./agent-box.ts";

const digest = createHash("sha256").update(agentScript).digest("hex");

/**
 * Runs a request as a deployer does, in a process namespace of its own, and returns the last line of the reply with the
 * number of processes that the request started. The kernel numbers the processes of a namespace in their order, so that
 * the last number is the count; threads, and processes of the box's stubs, are part of it.
 */
export function countProcesses(
  box: AgentBox,
  verb: string,
  args: readonly string[],
  input: string | Uint8Array = "",
): { readonly end: string; readonly processes: number } {
  const command = agentCommand(verb, args, { digest, sudo: false }).replace(/^exec /, "");
  const text = box.run(
    `cat >/run/request <<'END'
${command} 2>&1
read -r _ _ _ _ last </proc/loadavg
echo "$last"
END
exec unshare -p -f sh /run/request`,
    input,
  );
  const [end = "", last] = text.split("\n").slice(-2);
  // The first process reads the count, and the second is the shell that sshd starts.
  return { end, processes: Number(last) - 2 };
}
