/** The state of a machine of class `linux`, from its agent's answer to `probe`. */
import { type AgentReply, type Manifest, parseManifest, type Provenance, type ReplyFields } from "@troupe/linux";
import { readProvenance } from "../../deploy/provenance.ts";
import { unpacked } from "../../remote/machine-answer.ts";
import { type AgentState, readAgentState } from "../../deploy/agent-state.ts";

/** A machine as its agent script sees it. */
export interface HostState extends AgentState {
  readonly apt: boolean;
  /** The manifest of `base`; absent if there is none, or if `base` is the generation that was asked for. */
  readonly manifest?: Manifest;
  readonly provenance?: Provenance;
  /** Drift of the generation's files, accounts and packages: kind, name, how. */
  readonly drift: readonly ReplyFields[];
  readonly foreign: readonly ForeignFile[];
  /** Shared files that the agent script cannot edit: path, reason. */
  readonly uneditable: readonly ReplyFields[];
  /** Wanted packages that are not installed, and those of them that apt knows. */
  readonly missing: readonly string[];
  readonly available: readonly string[];
  /** apt has lists of packages at all. */
  readonly lists: boolean;
  readonly users: ReadonlyMap<string, HostUser>;
  readonly groups: ReadonlyMap<string, HostGroup>;
}

/** A file below /etc that Troupe did not write. */
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
  const manifest = unpack(reply.first("manifest")?.[0]);
  const provenance = unpack(reply.first("provenance")?.[0]);
  return {
    ...readAgentState(reply),
    apt: reply.first("apt") !== undefined,
    ...(manifest !== undefined && { manifest: parseManifest(manifest) }),
    ...(provenance !== undefined && { provenance: readProvenance(provenance) }),
    drift: reply.all("drift"),
    foreign: reply.all("foreign").map(([target = "", type]) => ({ target, type: type as ForeignFile["type"] })),
    uneditable: reply.all("uneditable"),
    missing: reply.all("missing").flat(),
    available: reply.all("available").flat(),
    lists: reply.first("lists") !== undefined,
    users: new Map(reply.all("passwd").map(([line = ""]) => readUser(line.split(":")))),
    groups: new Map(reply.all("group").map(([line = ""]) => readGroup(line.split(":")))),
  };
}

/** The state of an empty machine. */
export const emptyHost: HostState = {
  system: { name: "Linux", systemd: 0 },
  apt: true,
  current: null,
  base: null,
  history: [],
  drift: [],
  troubledUnits: [],
  foreign: [],
  uneditable: [],
  missing: [],
  available: [],
  lists: false,
  users: new Map(),
  groups: new Map(),
};

const unpack = (base64: string | undefined): string | undefined =>
  base64 === undefined ? undefined : unpacked(base64);

function readUser([name = "", , uid, gid, description = "", home = "", shell = ""]: readonly string[]): [
  string,
  HostUser,
] {
  return [name, { uid: Number(uid), gid: Number(gid), description, home, shell }];
}

function readGroup([name = "", , gid, members = ""]: readonly string[]): [string, HostGroup] {
  return [name, { gid: Number(gid), members: members === "" ? [] : members.split(",") }];
}
