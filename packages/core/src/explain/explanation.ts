/** What is known about one value, as data: what the command line and the web page print. */
import type { Diagnostic, Site } from "@troupe/modules";
import type { Json } from "../model/json.ts";

/** What a question is about. */
export type ExplainSubject =
  | { readonly kind: "machine"; readonly machine: string }
  | { readonly kind: "settings"; readonly instance: string; readonly role: string; readonly machine?: string }
  | { readonly kind: "export"; readonly scope: string };

/** How strong a definition is, in words; "other" for what `mkOverride` alone can say. */
export type Strength = "mkForce" | "plain" | "mkDefault" | "tag defaults" | "role defaults" | "option default" | "other";

/** One definition of a value. */
export interface ExplainedDefinition {
  readonly site: Site;
  /** Absent if it cannot be computed, as what a false condition guards. */
  readonly value?: Json;
  readonly priority: number;
  readonly strength: Strength;
  /** It alone decides, it is merged with others or conflicts with them, something stronger wins, or its condition is false. */
  readonly outcome: "wins" | "merges" | "conflicts" | "overridden" | "condition-false";
}

/** An option below what was asked about, with its value. */
export interface ExplainedField {
  readonly path: readonly string[];
  readonly value: Json;
  readonly definitions: readonly ExplainedDefinition[];
}

/** Why a machine has a role: it is named, it carries a tag that is, or somebody's result says that it joins. */
export interface Membership {
  readonly instance: string;
  readonly role: string;
  readonly machine: string;
  /** The tag that it has the role by; absent if the machine is named itself. */
  readonly tag?: string;
  /** The filter that picks it. */
  readonly filter?: string;
  /** In a nested instance: the origin of the call that has the machine join it. */
  readonly joinedBy?: string;
  /** Where the machine or the tag is named in the role, or where it joins. */
  readonly sites: readonly Site[];
  /** Where the machine is given the tag; nothing for computed tags. */
  readonly carried?: readonly Site[];
}

/** Who made definitions: a call of perInstance or perMachine, or somebody whose own lines they are. */
export interface ExplainedContributor {
  /** An export scope, "machine alice" or "inventory". */
  readonly origin: string;
  /** "instance sessions, role replica". */
  readonly label: string;
  readonly machine?: string;
  /** Why it exists; for perMachine, every role that the machine has in the service. */
  readonly memberships: readonly Membership[];
  /** The settings it ran with. */
  readonly settings: readonly ExplainedField[];
  /** The address of its own machine, if the call has read it. */
  readonly address?: { readonly value: string; readonly sites: readonly Site[] };
  /** Machines whose annotations the call has read. */
  readonly annotations?: readonly ExplainedAnnotations[];
  /** The scopes of all exports it has read. Which of its values they went into is not known. */
  readonly reads: readonly string[];
}

/** Annotations of one machine that a call has read, besides the machine's names and class. */
export interface ExplainedAnnotations {
  readonly machine: string;
  /** The parts that were read, with their values: `ips`, `services`, `extensions`, `facts`. */
  readonly parts: { readonly [part: string]: Json };
  /** The lines that declare the machine's facts. */
  readonly sites: readonly Site[];
}

/** An export on the way. */
export interface ExplainedExport {
  readonly value: Json;
  /** What stands in it, with its definitions. */
  readonly fields: readonly ExplainedField[];
  /** Origins of those who wrote it. */
  readonly writers: readonly string[];
}

/** The answer to a question about a value. */
export interface Explanation {
  readonly subject: ExplainSubject;
  readonly path: readonly string[];
  /** Null where it has none, see `problems`. */
  readonly value: Json;
  /** What the option is for and what it takes, if the path is one of an option. */
  readonly option?: { readonly type: string; readonly description?: string };
  /** Every definition of the value, in the order in which they are merged. */
  readonly definitions: readonly ExplainedDefinition[];
  /** Where the path leads to a group of options: those in it that somebody has set. */
  readonly fields: readonly ExplainedField[];
  /** Who made the definitions, and who wrote what those have read, and so on: by origin. */
  readonly contributors: { readonly [origin: string]: ExplainedContributor };
  /** The exports in between, by scope. */
  readonly exports: { readonly [scope: string]: ExplainedExport };
  /** Why there is no value. */
  readonly problems: readonly Diagnostic[];
}
