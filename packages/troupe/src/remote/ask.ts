/** Requests to the agent script: each returns one answer, or a diagnostic that says why there is none. */
import { gzipSync } from "node:zlib";
import { type AgentReply, agentCommand, parseReply } from "@troupe/linux";
import { diagnose, type Diagnostic } from "@troupe/modules";
import { notOurKind } from "./diagnostics.ts";
import { explainFailure, where } from "./problem.ts";
import type { Target, Transport } from "./transport.ts";

/** The agent script of a platform. */
export interface Agent {
  readonly script: string;
  /**
   * Why a machine cannot be managed, by the word that the script answers with:
   * `{ systemd: "it does not run systemd" }`.
   */
  readonly unsupported?: { readonly [word: string]: string };
}

/** A request to the agent script of a machine. */
export interface AgentRequest {
  readonly agent: Agent;
  readonly verb: string;
  readonly args: readonly string[];
  readonly input?: Uint8Array | AsyncIterable<Uint8Array> | string | undefined;
  readonly fresh?: boolean | undefined;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** The request in words, for messages: "while it was being switched". */
  readonly doing: string;
  /** Called with the fields of each line as it arrives, the word first. */
  readonly onLine?: ((fields: readonly string[]) => void) | undefined;
}

const packedScripts = new Map<string, Uint8Array>();

function packedScript(script: string): Uint8Array {
  const packed = packedScripts.get(script) ?? gzipSync(script);
  packedScripts.set(script, packed);
  return packed;
}

/** Returns the agent's complete answer, or the problem that prevented it. */
export async function ask(
  transport: Transport,
  target: Target,
  request: AgentRequest,
): Promise<AgentReply | Diagnostic> {
  const { agent, verb, args, input, doing, onLine, fresh, timeoutMs, signal } = request;
  const packed = packedScript(agent.script);
  const stdin = [packed, ...(input === undefined ? [] : [typeof input === "string" ? Buffer.from(input) : input])];
  const result = await transport.exec(target, {
    command: agentCommand(verb, args, { scriptBytes: packed.length, sudo: target.sudo }),
    stdin,
    timeoutMs,
    fresh,
    signal,
    ...(onLine !== undefined && { onLine: (line) => onLine(line.split("\t")) }),
  });
  const reply = parseReply(result.stdout);
  if (reply?.end === undefined) return explainFailure(target, result, doing, timeoutMs);
  const [word, what = ""] = reply.end;
  if (word !== "unsupported") return reply;
  const site = target.site === undefined ? [] : [{ site: target.site }];
  return diagnose(
    notOurKind,
    { ...where(target), reason: agent.unsupported?.[what] ?? unsupported[what] ?? `it has no program ${what}` },
    { marks: site },
  );
}

const unsupported: Agent["unsupported"] & {} = {
  systemd: "it does not run systemd",
  root: "Troupe's script does not run as root there, and the target does not say that it may use sudo",
};

/** True for an answer, false for a problem. */
export function isReply(answer: AgentReply | Diagnostic): answer is AgentReply {
  return "all" in answer;
}
