/** Requests to the agent script of machines of class `nixos`. */
import type { AgentReply } from "@troupe/linux";
import type { Diagnostic } from "@troupe/modules";
import { type Agent, type AgentRequest, ask } from "../../remote/ask.ts";
import type { ContactOptions } from "../../deploy/model/options.ts";
import type { Target } from "../../remote/transport.ts";
import { nixosAgentScript } from "./agent/agent.ts";

export { isReply } from "../../remote/ask.ts";

export const nixosAgent: Agent = {
  script: nixosAgentScript,
  unsupported: { nixos: "it does not run NixOS", Darwin: "it is not Linux but macOS" },
};

/** The options of requests, of plans as of applies. */
export type Asking = Pick<ContactOptions, "transport" | "events" | "signal">;

/** Sends one request; returns the answer, or the problem that prevented it. */
export function askNixos(
  target: Target,
  { transport, signal }: Asking,
  request: Omit<AgentRequest, "agent" | "signal">,
): Promise<AgentReply | Diagnostic> {
  return ask(transport, target, { ...request, agent: nixosAgent, signal });
}
