/** What a machine says about itself: the agent's answer to `probe`, as data. */
import { gunzipSync } from "node:zlib";
import { type AgentReply, type Manifest, parseManifest, type Provenance, type ReplyFields } from "@troupe/linux";
import type { PendingSwitch, RevertedSwitch, SystemFacts } from "../../deploy/model/plan.ts";

/** A machine as it is now. */
export interface HostState {
  readonly system: SystemFacts;
  readonly apt: boolean;
  /** The generation that is switched to; null for none. */
  readonly current: string | null;
  /** The generation that a plan starts from: the current one, or while that is not confirmed the one before. */
  readonly base: string | null;
  readonly pending?: PendingSwitch;
  readonly reverted?: RevertedSwitch;
  /** Confirmed switches, oldest first. */
  readonly history: readonly { readonly time: number; readonly id: string }[];
  /** Of `base`; absent if there is none, or if it is the generation that was asked for. */
  readonly manifest?: Manifest;
  readonly provenance?: Provenance;
  /** What is not as Troupe left it: kind, name, how. */
  readonly drift: readonly ReplyFields[];
  readonly troubledUnits: readonly UnitTrouble[];
  readonly foreign: readonly ForeignFile[];
  /** Wanted packages that are not installed, and those of them that apt knows. */
  readonly missing: readonly string[];
  readonly available: readonly string[];
  /** apt has lists of packages at all. */
  readonly lists: boolean;
  readonly users: ReadonlyMap<string, HostUser>;
  readonly groups: ReadonlyMap<string, HostGroup>;
}

/** A unit that should be up and is not. */
export interface UnitTrouble {
  readonly unit: string;
  readonly load: string;
  readonly state: string;
  readonly result: string;
}

/** Something below /etc that Troupe did not write. */
export interface ForeignFile {
  readonly target: string;
  readonly type: "file" | "link" | "directory" | "other";
}

/** A user as it is on the machine. */
export interface HostUser {
  readonly uid: number;
  readonly gid: number;
  readonly description: string;
  readonly home: string;
  readonly shell: string;
}

/** A group as it is on the machine. */
export interface HostGroup {
  readonly gid: number;
  readonly members: readonly string[];
}

/** Reads the answer to `probe`. */
export function readHostState(reply: AgentReply): HostState {
  const one = (word: string, index = 0): string | undefined => reply.first(word)?.[index];
  const current = idOrNull(one("current"));
  const pending = readPending(reply.first("pending"));
  const reverted = readReverted(reply.first("reverted"));
  const manifest = unpack(one("manifest"));
  const provenance = unpack(one("provenance"));
  return {
    system: { name: one("system", 2) ?? "Linux", systemd: Number(one("systemd") ?? 0) },
    apt: reply.first("apt") !== undefined,
    current,
    base: pending === undefined ? current : pending.from,
    ...(pending !== undefined && { pending }),
    ...(reverted !== undefined && { reverted }),
    history: reply.all("history").map(([time, id]) => ({ time: Number(time), id: id ?? "" })),
    ...(manifest !== undefined && { manifest: parseManifest(manifest) }),
    ...(provenance !== undefined && { provenance: JSON.parse(provenance) as Provenance }),
    drift: reply.all("drift"),
    troubledUnits: reply.all("unit").map(([unit = "", load = "", active = "", sub = "", result = ""]) => ({
      unit,
      load,
      state: sub === active ? active : `${active} (${sub})`,
      result,
    })),
    foreign: reply.all("foreign").map(([target = "", type]) => ({ target, type: type as ForeignFile["type"] })),
    missing: reply.all("missing").flat(),
    available: reply.all("available").flat(),
    lists: reply.first("lists") !== undefined,
    users: new Map(reply.all("passwd").map(([line = ""]) => readUser(line.split(":")))),
    groups: new Map(reply.all("group").map(([line = ""]) => readGroup(line.split(":")))),
  };
}

/** A machine that nobody has looked at, or that has nothing yet. */
export const emptyHost: HostState = {
  system: { name: "Linux", systemd: 0 },
  apt: true,
  current: null,
  base: null,
  history: [],
  drift: [],
  troubledUnits: [],
  foreign: [],
  missing: [],
  available: [],
  lists: false,
  users: new Map(),
  groups: new Map(),
};

const idOrNull = (text: string | undefined): string | null => (text === undefined || text === "-" ? null : text);

/** The fields of a line `pending`: TO FROM STATE SECONDS BY. */
export function readPending(fields: ReplyFields | undefined): PendingSwitch | undefined {
  if (fields === undefined) return undefined;
  const [to = "", from, , seconds, by = ""] = fields;
  return { to, from: idOrNull(from), secondsLeft: Math.max(0, Number(seconds)), by: by === "-" ? "" : by };
}

/** The fields of a line `reverted`: TIME TO FROM REASON. */
export function readReverted(fields: ReplyFields | undefined): RevertedSwitch | undefined {
  if (fields === undefined) return undefined;
  const [time, to = "", from, reason = ""] = fields;
  return { time: Number(time), to, from: idOrNull(from), reason };
}

function unpack(base64: string | undefined): string | undefined {
  return base64 === undefined ? undefined : gunzipSync(Buffer.from(base64, "base64")).toString("utf8");
}

function readUser([name = "", , uid, gid, description = "", home = "", shell = ""]: readonly string[]): [string, HostUser] {
  return [name, { uid: Number(uid), gid: Number(gid), description, home, shell }];
}

function readGroup([name = "", , gid, members = ""]: readonly string[]): [string, HostGroup] {
  return [name, { gid: Number(gid), members: members === "" ? [] : members.split(",") }];
}
