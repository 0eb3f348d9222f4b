/** The state that agent scripts of all platforms report in their answer to `probe`. */
import type { AgentReply, ReplyFields } from "@troupe/linux";
import type { LeftItem, PendingSwitch, RevertedSwitch, SystemFacts } from "./model/plan.ts";
import type { ConfirmedSwitch } from "./model/state.ts";

/** A machine as its agent script sees it. */
export interface AgentState {
  readonly system: SystemFacts;
  /** The name of the machine whose generation it is switched to. */
  readonly machine?: string;
  /** The generation that the machine is switched to; null for none. */
  readonly current: string | null;
  /** The generation that a plan starts from: the current one, or while that is not confirmed the one before. */
  readonly base: string | null;
  readonly pending?: PendingSwitch;
  readonly reverted?: RevertedSwitch;
  /** Parts of the machine that did not go back with the last reverted switch. */
  readonly left: readonly LeftItem[];
  /** Confirmed switches, oldest first. */
  readonly history: readonly ConfirmedSwitch[];
  readonly troubledUnits: readonly UnitTrouble[];
}

/** A unit that should be up and is not. */
export interface UnitTrouble {
  readonly unit: string;
  readonly load: string;
  readonly state: string;
  readonly result: string;
}

/** Reads the lines that all platforms share from the answer to `probe`. */
export function readAgentState(reply: AgentReply): AgentState {
  const current = idOrNull(reply.first("current")?.[0]);
  const machine = reply.first("machine")?.[0];
  const pending = readPending(reply.first("pending"));
  const reverted = readReverted(reply.first("reverted"));
  return {
    system: { name: reply.first("system")?.[2] ?? "Linux", systemd: countOf(reply.first("systemd")?.[0]) },
    ...(machine !== undefined && { machine }),
    current,
    base: pending === undefined ? current : pending.from,
    ...(pending !== undefined && { pending }),
    ...(reverted !== undefined && { reverted }),
    left: readLeft(reply),
    history: reply.all("history").map(([time, id]) => ({ time: countOf(time), id: idOrNull(id) })),
    troubledUnits: reply.all("unit").map(([unit = "", load = "", active = "", sub = "", result = ""]) => ({
      unit,
      load,
      state: sub === active ? active : `${active} (${sub})`,
      result,
    })),
  };
}

/** Reads the lines `left`: AREA NAME REASON. */
export function readLeft(reply: AgentReply): readonly LeftItem[] {
  return reply
    .all("left")
    .map(([area = "", name = "", reason = ""]) => ({ area, name, reason: reason === "-" ? "" : reason }));
}

/** The largest number that a date in seconds can have. */
const largestCount = 8_640_000_000_000;

/** Reads a number that is not negative; 0 for other text. */
export function countOf(text: string | undefined): number {
  const number = Math.trunc(Number(text));
  return number > 0 && number <= largestCount ? number : 0;
}

const idOrNull = (text: string | undefined): string | null => (text === undefined || text === "-" ? null : text);

/** Reads the fields of a line `pending`: TO FROM STATE SECONDS BY. */
function readPending(fields: ReplyFields | undefined): PendingSwitch | undefined {
  if (fields === undefined) return undefined;
  const [to = "", from, , seconds, by = ""] = fields;
  return { to, from: idOrNull(from), secondsLeft: countOf(seconds), by: by === "-" ? "" : by };
}

/** Reads the fields of a line `reverted`: TIME TO FROM REASON. */
function readReverted(fields: ReplyFields | undefined): RevertedSwitch | undefined {
  if (fields === undefined) return undefined;
  const [time, to = "", from, reason = ""] = fields;
  return { time: countOf(time), to, from: idOrNull(from), reason };
}
