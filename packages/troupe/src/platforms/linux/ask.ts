/** Requests to the agent script of machines of class `linux`. */
import { type AgentReply, agentScript } from "@troupe/linux";
import type { Diagnostic } from "@troupe/modules";
import type { ContactOptions } from "../../deploy/model/options.ts";
import { type Agent, type AgentRequest, ask } from "../../remote/ask.ts";
import type { Target } from "../../remote/transport.ts";

export { isReply } from "../../remote/ask.ts";

export const linuxAgent: Agent = { script: agentScript, unsupported: { Darwin: "it is not Linux but macOS" } };

/** Sends one request; returns the answer, or the problem that prevented it. */
export function askLinux(
  target: Target,
  { transport, signal }: Pick<ContactOptions, "transport" | "signal">,
  request: Omit<AgentRequest, "agent" | "signal">,
): Promise<AgentReply | Diagnostic> {
  return ask(transport, target, { ...request, agent: linuxAgent, signal });
}
