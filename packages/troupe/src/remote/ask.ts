/** Asking the agent: one request, one answer, or a diagnostic that says why there is none. */
import { gzipSync } from "node:zlib";
import { type AgentReply, agentCommand, agentScript, parseReply } from "@troupe/linux";
import { diagnose, type Diagnostic } from "@troupe/modules";
import { notOurKind } from "./diagnostics.ts";
import { explainFailure, where } from "./problem.ts";
import type { Target, Transport } from "./transport.ts";

/** One request to the agent of a machine. */
export interface AgentRequest {
  /** The agent's script; by default the one of machines of class `linux`. */
  readonly agent?: string | undefined;
  readonly verb: string;
  readonly args: readonly string[];
  readonly input?: Uint8Array | AsyncIterable<Uint8Array> | string | undefined;
  readonly fresh?: boolean | undefined;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** What it is about, for messages: "while it was being switched". */
  readonly doing: string;
  /** Told the fields of each line as it arrives, first the word. */
  readonly onLine?: ((fields: readonly string[]) => void) | undefined;
}

const packedScripts = new Map<string, Uint8Array>();

function packedScript(script: string): Uint8Array {
  const packed = packedScripts.get(script) ?? gzipSync(script);
  packedScripts.set(script, packed);
  return packed;
}

/** The answer, which has an end; or what is wrong. */
export async function ask(transport: Transport, target: Target, request: AgentRequest): Promise<AgentReply | Diagnostic> {
  const { agent = agentScript, verb, args, input, doing, onLine, fresh, timeoutMs, signal } = request;
  const packed = packedScript(agent);
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
  return diagnose(notOurKind, { ...where(target), reason: unsupported[what] ?? `it has no program ${what}` }, { marks: site });
}

const unsupported: { readonly [what: string]: string } = {
  systemd: "it does not run systemd",
  nixos: "it does not run NixOS",
  root: "Troupe's script does not run as root there, and the target does not say that it may use sudo",
  Darwin: "it is not Linux but macOS",
};

/** True for the answer, false for what is wrong. */
export function isReply(answer: AgentReply | Diagnostic): answer is AgentReply {
  return "all" in answer;
}
