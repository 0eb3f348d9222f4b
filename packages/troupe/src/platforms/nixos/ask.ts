/** Asking the agent of a NixOS machine. */
import type { AgentReply } from "@troupe/linux";
import type { Diagnostic } from "@troupe/modules";
import { type AgentRequest, ask } from "../../remote/ask.ts";
import type { OnEvent } from "../../deploy/model/events.ts";
import type { Target, Transport } from "../../remote/transport.ts";
import { nixosAgentScript } from "./agent/agent.ts";

export { isReply } from "../../remote/ask.ts";

/** How machines are spoken to, in plans as in applies. */
export interface Asking {
  readonly transport: Transport;
  readonly events?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One request, and its answer or what is wrong. */
export function askNixos(
  target: Target,
  { transport, signal }: Asking,
  request: Omit<AgentRequest, "agent" | "signal">,
): Promise<AgentReply | Diagnostic> {
  return ask(transport, target, { ...request, agent: nixosAgentScript, signal });
}
