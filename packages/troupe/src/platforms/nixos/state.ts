/** The state of a NixOS machine, from its agent's answer to `probe`. */
import { type AgentReply, formatVersions } from "@troupe/linux";
import { unpacked } from "../../remote/machine-answer.ts";
import { type AgentState, readAgentState } from "../../deploy/agent-state.ts";
import type { NixosRecord } from "./contributions.ts";

/** A generation of the profile `/nix/var/nix/profiles/system`. */
export interface ProfileGeneration {
  readonly number: number;
  /** The time of the generation's creation, in seconds since 1970. */
  readonly time: number;
  /** The name of the generation's system in the store, which identifies the generation. */
  readonly id: string;
}

/** The state of a NixOS machine. The id of a generation is the name of the generation's system in the store. */
export interface NixosState {
  /** The state that agent scripts of all platforms report. */
  readonly host: AgentState;
  /** The id of the running generation. */
  readonly current: string;
  /** The id of the generation that a plan starts from. */
  readonly base: string;
  /** The architecture of the processor, as `uname -m` prints it. */
  readonly processor: string;
  /** The version of Nix, if there is one. */
  readonly nix?: string;
  /** The generation of the profile that the machine boots. */
  readonly boots?: { readonly number: number; readonly id: string };
  readonly generations: readonly ProfileGeneration[];
  /** Troupe's contributions to `base`; absent if Troupe made none. */
  readonly record?: NixosRecord;
}

/** Reads the answer to `probe`. */
export function readNixosState(reply: AgentReply): NixosState {
  const field = (word: string): string | undefined => reply.first(word)?.[0];
  const host = readAgentState(reply);
  const [number, boots] = reply.first("booting") ?? [];
  const record = field("record");
  const read = record === undefined ? {} : readRecord(record);
  const nix = field("nix");
  return {
    host: { ...host, ...(typeof read.record?.machine === "string" && { machine: read.record.machine }) },
    current: host.current!,
    base: host.base!,
    processor: field("processor") ?? "",
    ...(nix !== undefined && { nix }),
    ...(number !== undefined && number !== "-" && { boots: { number: Number(number), id: boots ?? "" } }),
    generations: reply
      .all("generation")
      .map(([number, time, id = ""]) => ({ number: Number(number), time: Number(time), id })),
    ...read,
  };
}

/**
 * Reads the record. A damaged record, or one of another version, counts as none, because it serves only to find
 * reasons.
 */
function readRecord(packed: string): Pick<NixosState, "record"> {
  try {
    const record = JSON.parse(unpacked(packed)) as NixosRecord;
    return record.version === formatVersions.nixosRecord ? { record } : {};
  } catch {
    return {};
  }
}
