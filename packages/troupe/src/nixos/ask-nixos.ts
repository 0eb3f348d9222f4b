/** Asking the agent of a NixOS machine. */
import type { AgentReply } from "@troupe/linux";
import type { Diagnostic } from "@troupe/modules";
import { type AgentRequest, ask } from "../apply/ask.ts";
import type { OnEvent } from "../apply/events.ts";
import type { Target, Transport } from "../apply/transport/transport.ts";
import { nixosAgentScript } from "./agent/agent.ts";

export { isReply } from "../apply/ask.ts";

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
