/** The explanation of one value, as data for the command line and the web page. */
import type { Diagnostic, Site } from "@troupe/modules";
import type { Json } from "../model/json.ts";

/** The subject of an explanation. */
export type ExplainSubject =
  | { readonly kind: "machine"; readonly machine: string }
  | { readonly kind: "settings"; readonly instance: string; readonly role: string; readonly machine?: string }
  | { readonly kind: "export"; readonly scope: string };

/** The priority of a definition in words; "other" for a priority that only `mkOverride` gives. */
export type Strength =
  | "mkForce"
  | "plain"
  | "mkDefault"
  | "tag defaults"
  | "role defaults"
  | "option default"
  | "other";

/** One definition of a value. */
export interface ExplainedDefinition {
  readonly site: Site;
  /** Absent if the value cannot be computed, as behind a false condition. */
  readonly value?: Json;
  readonly priority: number;
  readonly strength: Strength;
  /**
   * The definition decides alone, is merged with others, conflicts with others, loses to a stronger one, or its
   * condition is false.
   */
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
  /** The places that name the machine or the tag in the role, or where the machine joins. */
  readonly sites: readonly Site[];
  /** The places that give the machine the tag; none for computed tags. */
  readonly carried?: readonly Site[];
}

/** A contributor of definitions: a call of perInstance or perMachine, a machine, or the inventory. */
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
  /** The fields of its value, with their definitions. */
  readonly fields: readonly ExplainedField[];
  /** The origins of its writers. */
  readonly writers: readonly string[];
}

/** The answer to a question about a value. */
export interface Explanation {
  readonly subject: ExplainSubject;
  readonly path: readonly string[];
  /** Null where it has none, see `problems`. */
  readonly value: Json;
  /** The type and the description of the option, if the path is one of an option. */
  readonly option?: { readonly type: string; readonly description?: string };
  /** Every definition of the value, in the order in which they are merged. */
  readonly definitions: readonly ExplainedDefinition[];
  /** The options that are set, where the path leads to a group of options. */
  readonly fields: readonly ExplainedField[];
  /** The contributors of the definitions, of the exports that these have read, and so on, by origin. */
  readonly contributors: { readonly [origin: string]: ExplainedContributor };
  /** The exports in between, by scope. */
  readonly exports: { readonly [scope: string]: ExplainedExport };
  /** Why there is no value. */
  readonly problems: readonly Diagnostic[];
}
