/** A plan: what differs between machines and the configuration, as plain data that JSON can hold. */
import type { formatVersions } from "@troupe/linux";
import type { Diagnostic, JsonValue } from "@troupe/modules";
import type { Target } from "../../remote/transport.ts";

/** A machine and its evaluated configuration, in the form that its platform applies. */
export interface DesiredMachine {
  readonly target: Target;
}

/** The exact difference between machines and their desired machines. `apply` carries out the plan, and nothing else. */
export interface Plan {
  readonly version: typeof formatVersions.json;
  readonly machines: readonly MachinePlan[];
}

/**
 * - `new`: there is no generation of Troupe yet
 * - `change`: it runs another generation
 * - `same`: there is nothing to do
 * - `drift`: it runs this generation with manual changes, which applying restores
 * - `conflict`: something that Troupe did not write is in the way
 * - `blocked`: it cannot become this generation, or is not a machine Troupe can manage
 * - `unreachable`: nothing is known about it
 * - `not-applied`: Troupe does not apply machines of its class
 */
export type MachineStatus =
  | "new"
  | "change"
  | "same"
  | "drift"
  | "conflict"
  | "blocked"
  | "unreachable"
  | "not-applied";

/** The plan of one machine. */
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
  /** The name of the machine whose configuration the host runs, where it is another machine. */
  readonly runs?: string;
  /**
   * A switch that is not confirmed. An apply continues a switch to the same generation, and reverts any other switch
   * first.
   */
  readonly pending?: PendingSwitch;
  /** The last switch, if the machine took it back. */
  readonly reverted?: RevertedSwitch;
  readonly changes: readonly Change[];
  readonly units: UnitSteps;
  readonly packages: {
    /** Their own units stay off. */
    readonly install: readonly string[];
    /** Packages that the generation no longer needs. Packages stay installed. */
    readonly unneeded: readonly string[];
    /** Packages that come with these, because they depend on them. */
    readonly dependencies?: readonly string[];
    /** Packages that are upgraded, because packages to be installed need another version of them. */
    readonly upgrades?: readonly PackageUpgrade[];
    /** Packages that are removed, because packages to be installed exclude them. */
    readonly removals?: readonly string[];
  };
  /** Directories with the data of units that are removed. The directories stay. */
  readonly leftBehind: readonly { readonly directory: string; readonly unit: string }[];
  /** Manual changes of managed things, which applying restores. */
  readonly drift: readonly Drift[];
  /** Files of the machine that conflict with the generation. */
  readonly conflicts: readonly Conflict[];
  /** Paths below /etc that are taken over; the originals are kept and given back when Troupe's file goes away. */
  readonly adopt: readonly string[];
  /** Units that timers start as soon as the switch starts these timers, because the timers missed a run. */
  readonly runsAtOnce?: readonly { readonly unit: string; readonly timer: string }[];
  /** The effects of the switch on the road in; absent where the platform does not know it. */
  readonly reach?: SwitchReach;
  /** The part of the plan that only the machine's platform has. */
  readonly details?: PlatformDetails;
  readonly diagnostics: readonly Diagnostic[];
}

/** The reach of a switch: the way into the machine, and the parts that the switch does not test. */
export interface SwitchReach {
  /**
   * The areas of the way in that change: "sshd", "keys", "accounts", "sudo", "login", "firewall", "network", "units". If
   * there are any, and the machine took the switch back because nobody confirmed it, it restarts into the generation from
   * before unless somebody logs in.
   */
  readonly road: readonly string[];
  /** True if sshd restarts, so that the confirmation comes over its new configuration. */
  readonly restartsSshd: boolean;
  /** Files that are read at boot or when another program restarts. */
  readonly untested: readonly string[];
}

/** A package that gets another version. */
export interface PackageUpgrade {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** A part of a plan or of a state that only one platform has; the platform renders it. */
export interface PlatformDetails {
  /** The class of the platform. */
  readonly kind: string;
}

/** Facts that the machine reports about its system. */
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
  /** The operator of the switch. */
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

/** A part of a machine that did not go back when the machine took a switch back. */
export interface LeftItem {
  /** The area of the agent script: "etc", "hosts", "accounts". */
  readonly area: string;
  readonly name: string;
  /** The reason in the words of the machine; empty where it is unknown. */
  readonly reason: string;
}

/** A part of a generation that differs. */
export interface Change {
  /** A kind that the platform declares in `Platform.changeKinds`. */
  readonly kind: string;
  /** The unit's name, the path (`/etc/motd`), the user's name. */
  readonly name: string;
  readonly action: "add" | "change" | "remove";
  /** Unified diff of the content, where there is content. */
  readonly diff?: string;
  /** Differences besides the content: "shell /bin/sh → /bin/bash". */
  readonly notes?: readonly string[];
  /** The reasons of the change; empty where provenance knows none. */
  readonly why: readonly Reason[];
}

/** Why something differs: what changed for one of those who contribute to it. */
export interface Reason {
  /** The contributor: an export scope, or "machine carol". */
  readonly origin: string;
  /** The contributor in the user's terms: "instance sessions, role replica". */
  readonly label: string;
  readonly cause: Cause;
}

/** The cause of a change for a contributor. */
export type Cause =
  /** The contributor is new on this machine. */
  | { readonly kind: "joined" }
  /** The contributor is no longer on this machine. */
  | { readonly kind: "left" }
  | { readonly kind: "settings"; readonly changes: readonly ValueChange[] }
  /** An export that it reads. */
  | {
      readonly kind: "export";
      readonly scope: string;
      readonly change: "new" | "gone" | "changed";
      readonly changes: readonly ValueChange[];
    }
  /** Annotations of a machine that the contributor reads. */
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

/** The steps of units in a switch. */
export interface UnitSteps {
  readonly stop: readonly string[];
  readonly start: readonly string[];
  readonly restart: readonly string[];
  readonly reload: readonly string[];
  /** Units that no target wants; they are restarted if they run. */
  readonly restartIfRunning: readonly string[];
  /** Units of packages that the generation no longer changes or masks; the machine's own links decide. */
  readonly startIfEnabled: readonly string[];
}

/** A manual change of a managed thing, or a unit that should be up and is not. */
export interface Drift {
  readonly kind: string;
  readonly name: string;
  /** The drift in words: "is missing", "has other content", "is failed". */
  readonly how: string;
  /** The diff from the machine's content to the generation's, for contents that are not secret. */
  readonly diff?: string;
}

/** A file that Troupe did not write, in the place of a file of the generation. */
export interface Conflict {
  /** The path on the machine. */
  readonly path: string;
  readonly type: "file" | "link" | "directory" | "other";
  /** The unit it would win over. */
  readonly unit?: string;
  /** The value of `--adopt` that adopts the file; absent where it cannot be adopted. */
  readonly adopt?: string;
  /** The diff from the machine's content to the generation's, for contents that are not secret. */
  readonly diff?: string;
}
