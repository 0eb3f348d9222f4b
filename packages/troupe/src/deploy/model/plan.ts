/** A plan: what differs between machines and the configuration, as plain data that JSON can hold. */
import type { Diagnostic, JsonValue } from "@troupe/modules";
import type { Target } from "../../remote/transport.ts";

/** A machine and its evaluated configuration, in the form that its platform applies. */
export interface DesiredMachine {
  readonly target: Target;
}

/** The exact difference between what machines run and what was evaluated. What `apply` does is what it says. */
export interface Plan {
  readonly version: 1;
  readonly machines: readonly MachinePlan[];
}

/**
 * - `new`: there is no generation of Troupe yet
 * - `change`: it runs another generation
 * - `same`: there is nothing to do
 * - `drift`: it runs this generation, but somebody changed something on it since; applying restores that
 * - `conflict`: something that Troupe did not write is in the way
 * - `blocked`: it cannot become this generation, or is not a machine Troupe can manage
 * - `unreachable`: nothing is known about it
 * - `not-applied`: Troupe does not apply machines of its class
 */
export type MachineStatus = "new" | "change" | "same" | "drift" | "conflict" | "blocked" | "unreachable" | "not-applied";

/** What would happen on one machine. */
export interface MachinePlan {
  readonly machine: string;
  readonly class: string;
  /** For people: `root@192.0.2.1`. */
  readonly address: string;
  readonly status: MachineStatus;
  /** The id of the desired generation; null where it could not be built. */
  readonly generation: string | null;
  /** The id of the generation it must run when this is applied; null for none. */
  readonly expects: string | null;
  readonly system?: SystemFacts;
  /** A switch that nobody has confirmed. The same one is carried on with, another one is taken back first. */
  readonly pending?: PendingSwitch;
  /** The last switch, if the machine took it back. */
  readonly reverted?: RevertedSwitch;
  readonly changes: readonly Change[];
  readonly units: UnitSteps;
  readonly packages: {
    /** Their own units stay off. */
    readonly install: readonly string[];
    /** No longer needed. They are left installed. */
    readonly unneeded: readonly string[];
  };
  /** Directories with the data of units that go away. They are left as they are. */
  readonly leftBehind: readonly { readonly directory: string; readonly unit: string }[];
  /** What somebody changed on the machine since Troupe was there. Applying restores it. */
  readonly drift: readonly Drift[];
  /** What is in the way. */
  readonly conflicts: readonly Conflict[];
  /** Paths below /etc that are taken over; the originals are kept and given back when Troupe's file goes away. */
  readonly adopt: readonly string[];
  /** The part of the plan that only the machine's platform has. */
  readonly details?: PlatformDetails;
  readonly diagnostics: readonly Diagnostic[];
}

/** A part of a plan or of a state that only one platform has; the platform renders it. */
export interface PlatformDetails {
  /** The class of the platform. */
  readonly kind: string;
}

/** What the machine says about itself. */
export interface SystemFacts {
  /** "Debian GNU/Linux 12 (bookworm)". */
  readonly name: string;
  /** The version of systemd. */
  readonly systemd: number;
}

/** A switch that was not confirmed yet. Ids are null where there is no generation. */
export interface PendingSwitch {
  readonly to: string;
  readonly from: string | null;
  /** Seconds until the machine takes it back; 0 if it should have already. */
  readonly secondsLeft: number;
  /** Who began it. */
  readonly by: string;
}

/** A switch that a machine took back. */
export interface RevertedSwitch {
  readonly to: string;
  readonly from: string | null;
  readonly reason: string;
  /** Seconds since 1970, by the machine's clock. */
  readonly time: number;
}

/** One part of a generation that differs. */
export interface Change {
  /** One of the platform's kinds: {@link Platform.changeKinds}. */
  readonly kind: string;
  /** The unit's name, the path (`/etc/motd`), the user's name. */
  readonly name: string;
  readonly action: "add" | "change" | "remove";
  /** Unified diff of the content, where there is content. */
  readonly diff?: string;
  /** What else changes: "shell /bin/sh → /bin/bash". */
  readonly notes?: readonly string[];
  /** Why. Empty where nobody can tell. */
  readonly why: readonly Reason[];
}

/** Why something differs: what changed for one of those who contribute to it. */
export interface Reason {
  /** Who: an export scope, or "machine carol". */
  readonly origin: string;
  /** Who, in the user's terms: "instance sessions, role replica". */
  readonly label: string;
  readonly cause: Cause;
}

/** What changed for a contributor. */
export type Cause =
  /** It is new on this machine. */
  | { readonly kind: "joined" }
  /** It is no longer on this machine. */
  | { readonly kind: "left" }
  | { readonly kind: "settings"; readonly changes: readonly ValueChange[] }
  /** An export that it reads. */
  | {
      readonly kind: "export";
      readonly scope: string;
      readonly change: "new" | "gone" | "changed";
      readonly changes: readonly ValueChange[];
    }
  /** What it reads of a machine: its annotations. */
  | {
      readonly kind: "annotations";
      readonly machine: string;
      readonly change: "new" | "gone" | "changed";
      readonly changes: readonly ValueChange[];
    }
  /** Neither: what the service makes of them is different now. */
  | { readonly kind: "code" };

/** A value within settings or an export; one side is absent where there is none. */
export interface ValueChange {
  readonly path: readonly string[];
  readonly from?: JsonValue;
  readonly to?: JsonValue;
}

/** What happens to processes. */
export interface UnitSteps {
  readonly stop: readonly string[];
  readonly start: readonly string[];
  readonly restart: readonly string[];
  readonly reload: readonly string[];
  /** Nothing starts these by itself; they are restarted if they happen to run. */
  readonly restartIfRunning: readonly string[];
}

/** One thing that is not as Troupe left it. */
export interface Drift {
  readonly kind: string;
  readonly name: string;
  /** "is missing", "has other content", "is failed". */
  readonly how: string;
  /** From what is there to what applying restores, where everybody may read it. */
  readonly diff?: string;
}

/** Something that Troupe did not write, where Troupe would put something. */
export interface Conflict {
  /** The path on the machine. */
  readonly path: string;
  readonly type: "file" | "link" | "directory" | "other";
  /** The unit it would win over. */
  readonly unit?: string;
  /** What to name to take it over; absent where it cannot be. */
  readonly adopt?: string;
  /** From what is there to what Troupe would put there, where everybody may read it. */
  readonly diff?: string;
}
