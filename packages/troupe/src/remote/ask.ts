/** Requests to the agent script: each returns one answer, or a diagnostic that says why there is none. */
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import {
  type AgentReply,
  agentCommand,
  type AgentSource,
  formatVersions,
  newerFormat,
  parseReply,
} from "@troupe/linux";
import { diagnose, type Diagnostic } from "@troupe/modules";
import { newerState, notOurKind } from "./diagnostics.ts";
import { explainFailure, where } from "./problem.ts";
import type { ExecRequest, ExecResult, Target, Transport } from "./transport.ts";

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
  /** The milliseconds before each further attempt after a connection that failed before it reached the machine's shell. */
  readonly retryPausesMs?: readonly number[] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The request in words, for messages: "while it was being switched". */
  readonly doing: string;
  /** Called with the fields of each line as it arrives, the word first. */
  readonly onLine?: ((fields: readonly string[]) => void) | undefined;
}

/** A script in the forms that requests use. */
interface PackedScript {
  readonly packed: Uint8Array;
  /** The SHA-256 of the copies that machines keep. */
  readonly digest: string;
}

const packedScripts = new Map<string, PackedScript>();

function packedScript(script: string): PackedScript {
  const known = packedScripts.get(script);
  if (known !== undefined) return known;
  const digest = createHash("sha256").update(script).digest("hex");
  const made = { packed: gzipSync(script, { level: 9 }), digest };
  packedScripts.set(script, made);
  return made;
}

/** The number of times that each machine had no copy of the script. */
const needs = new WeakMap<Transport, Map<string, number>>();
/** A machine that needs the script again after it arrived cannot keep copies, so each request brings the script. */
const mostNeeds = 2;

function countNeed(transport: Transport, { machine }: Target): void {
  const counts = needs.get(transport) ?? new Map<string, number>();
  needs.set(transport, counts.set(machine, (counts.get(machine) ?? 0) + 1));
}

/**
 * Returns the agent's complete answer, or the problem that prevented it. The request names the script by its digest; a
 * machine without a copy asks for the script, which then stays there.
 */
export async function ask(
  transport: Transport,
  target: Target,
  request: AgentRequest,
): Promise<AgentReply | Diagnostic> {
  const {
    agent,
    verb,
    args,
    input,
    doing,
    onLine,
    fresh,
    timeoutMs,
    signal,
    retryPausesMs = defaultPausesMs,
  } = request;
  const { packed, digest } = packedScript(agent.script);
  const parts = input === undefined ? [] : [typeof input === "string" ? Buffer.from(input) : input];
  const send = (source: AgentSource, stdin: ExecRequest["stdin"]): Promise<ExecResult> =>
    transport.exec(target, {
      command: agentCommand(verb, args, { ...source, sudo: target.sudo }),
      stdin,
      timeoutMs,
      fresh,
      signal,
      ...(onLine !== undefined && { onLine: (line) => onLine(line.split("\t")) }),
    });
  // An iterable can be read only once, so its request cannot be repeated.
  const isRepeatable = parts.every((part) => part instanceof Uint8Array);
  // A fresh connection proves that the machine can be reached, and its caller repeats the request.
  const pauses = fresh === true || !isRepeatable ? [] : retryPausesMs;
  const connected = async (...request: Parameters<typeof send>): Promise<ExecResult> => {
    for (const pause of pauses) {
      const result = await send(...request);
      if (!isFailedAttempt(result)) return result;
      await sleep(pause * (0.5 + Math.random()), undefined, { signal });
    }
    return send(...request);
  };
  const isNamed = isRepeatable && (needs.get(transport)?.get(target.machine) ?? 0) < mostNeeds;
  let result = await connected(
    isNamed ? { digest } : { scriptBytes: packed.length },
    isNamed ? parts : [packed, ...parts],
  );
  let reply = parseReply(result.stdout);
  if (isNamed && reply?.end?.[0] === "need") {
    countNeed(transport, target);
    result = await send({ scriptBytes: packed.length }, [packed, ...parts]);
    reply = parseReply(result.stdout);
  }
  if (reply?.end === undefined) return explainFailure(target, result, doing, timeoutMs);
  const [word, what = "", known = ""] = reply.end;
  const site = target.site === undefined ? [] : [{ site: target.site }];
  const newer =
    reply.version > formatVersions.reply
      ? { format: "reply", found: reply.version, known: formatVersions.reply }
      : word === "newer"
        ? { format: "state", found: Number.parseInt(what, 10) || 0, known: Number.parseInt(known, 10) || 0 }
        : undefined;
  if (newer !== undefined) {
    const reason = newerFormat.message(newer);
    return diagnose(newerState, { ...where(target), reason }, { marks: site });
  }
  if (word !== "unsupported") return reply;
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

/** A server that limits unfinished logins (MaxStartups), or restarts, accepts connections again within seconds. */
const defaultPausesMs = [1000, 3000] as const;

/** True for an attempt that ended before the login, so that nothing ran on the machine. */
function isFailedAttempt({ code, stdout, stderr, timedOut }: ExecResult): boolean {
  return (
    code === null &&
    !timedOut &&
    stdout === "" &&
    /kex_exchange_identification|banner exchange|UNKNOWN port 65535|connect to host \S+ port \d+: Connection refused/.test(
      stderr,
    )
  );
}

/** True for an answer, false for a problem. */
export function isReply(answer: AgentReply | Diagnostic): answer is AgentReply {
  return "all" in answer;
}
