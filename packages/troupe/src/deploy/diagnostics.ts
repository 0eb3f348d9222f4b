/** Problems with switching machines, TRP52xx; and with machines that a command cannot reach, TRP6006 and TRP6007. */
import { ownValue } from "@troupe/core/internal";
import { diagnosticKind } from "@troupe/modules";
import { because, type MachineAddress, nameAndAddress } from "../remote/diagnostics.ts";

export const busyMachine = diagnosticKind<{ machine: string; by: string; seconds: number }>({
  code: "TRP5202",
  title: "Somebody else is switching a machine",
  blocks: "plan",
  message: ({ machine, by, seconds }) =>
    `${machine} is being switched by ${by || "somebody else"}, and still was after ${seconds} seconds. Nothing was changed.`,
  hint: () => "Apply again when that is over; a switch that nobody confirms is taken back by the machine itself.",
  example: { machine: "alice", by: "bob@laptop", seconds: 30 },
});

export const damagedUpload = diagnosticKind<{ machine: string; reason: string }>({
  code: "TRP5203",
  title: "A generation did not arrive whole",
  blocks: "plan",
  message: ({ machine, reason }) =>
    `The generation did not reach ${machine} as it was sent: ${reason}. Nothing was changed.`,
  hint: () => "Apply again. If it happens again, look at the machine's disk: is it full, or failing?",
  example: { machine: "alice", reason: "units/kvstore.service has another digest" },
});

export const failedUnit = diagnosticKind<{ machine: string; unit: string; state: string; reverted: boolean }>({
  code: "TRP5204",
  title: "A unit does not run after the switch",
  blocks: "plan",
  message: ({ machine, unit, state, reverted }) =>
    `${unit} on ${machine} is not up: ${state}.${reverted ? " The machine went back to what it ran before." : ""}`,
  example: { machine: "alice", unit: "kvstore.service", state: "failed/failed", reverted: true },
});

/** Steps of units that did not happen, by the word of the agent script. */
const undone = {
  start: (state: string) => `could not be started: ${loadProblem(state)}`,
  restart: (state: string) => `was not restarted: ${loadProblem(state)}`,
  reload: (state: string) => `could not be reloaded: ${loadProblem(state)}`,
  stop: (state: string) => `did not stop: its state is ${state}`,
  timer: () => "would never start its unit: no time that it names is in the future",
} as const;

/** A step of a unit that can fail although the unit is up. */
export type UnitStep = keyof typeof undone;

/** True for a step that this version knows. */
export const isUnitStep = (word: string | undefined): word is UnitStep =>
  word !== undefined && Object.hasOwn(undone, word);

/** Returns the state in words: a state of loading that `systemctl show` names, or another state as the machine says it. */
function loadProblem(state: string): string {
  const words: { readonly [state: string]: string } = {
    "bad-setting": "systemd does not accept its settings",
    masked: "it is masked",
    "not-found": "systemd does not find it",
    error: "systemd cannot load it",
    "exit-code": "its reload command failed",
    timeout: "its reload command took too long",
    signal: "a signal ended its reload command",
  };
  return ownValue(words, state) ?? `its state is ${state}`;
}

export const failedUnitStep = diagnosticKind<{ machine: string; unit: string; step: UnitStep; state: string }>({
  code: "TRP5220",
  title: "A unit is not in effect after the switch",
  blocks: "plan",
  message: ({ machine, unit, step, state }) =>
    `${unit} on ${machine} ${undone[step](state)}. The machine went back to what it ran before.`,
  example: { machine: "alice", unit: "kvstore.service", step: "restart", state: "bad-setting" },
});

export const failedHealth = diagnosticKind<{ machine: string; check: string; description?: string; seconds: string }>({
  code: "TRP5205",
  title: "A health check does not succeed",
  blocks: "plan",
  message: ({ machine, check, description, seconds }) =>
    `The health check ${check}${description === undefined ? "" : ` (${description})`} on ${machine} did not succeed within ${seconds} seconds. The machine went back to what it ran before.`,
  example: { machine: "alice", check: "kvstore", description: "It listens", seconds: "30" },
});

export const failedSwitch = diagnosticKind<{ machine: string }>({
  code: "TRP5206",
  title: "The switch could not be carried out",
  blocks: "plan",
  message: ({ machine }) =>
    `The switch of ${machine} could not be carried out. The machine went back to what it ran before.`,
  example: { machine: "alice" },
});

export const failedCommit = diagnosticKind<{ machine: string }>({
  code: "TRP5214",
  title: "A system that works could not be made the one that boots",
  blocks: "plan",
  message: ({ machine }) =>
    `${machine} ran the new system well, but it could not be made the one that the machine boots. The machine went back to what it ran before.`,
  hint: () => "Is there room in /boot? What its boot loader is installed with says more: boot.loader.",
  example: { machine: "carol" },
});

/** The reason that the timer of an agent script gives for a switch that was waiting for its confirmation. */
const unconfirmedReason = "nobody confirmed it in time";

export const revertedAlone = diagnosticKind<{ machine: string; reason: string }>({
  code: "TRP5207",
  title: "A machine took the switch back",
  blocks: "plan",
  message: ({ machine, reason }) => `${machine} took the switch back by itself: ${reason}.`,
  hint: ({ reason }) =>
    reason.startsWith(unconfirmedReason)
      ? "Fresh contact has to succeed after a switch: look at what the change does to the network, the firewall, users and sshd."
      : undefined,
  example: { machine: "alice", reason: "nobody confirmed it in time" },
});

export const unconfirmed = diagnosticKind<MachineAddress & { reason: string; seconds: number }>({
  code: "TRP5208",
  title: "It is not known how a switch ended",
  blocks: "plan",
  message: (params) =>
    `It is not known how the switch of ${nameAndAddress(params)} ended${because(params.reason)} It is in the new state or the old one; unless it was confirmed, it takes the switch back by itself ${params.seconds > 0 ? `within ${params.seconds} seconds` : "now"}, or when it restarts.`,
  hint: () => "Nothing has to be repaired: apply again when it can be reached.",
  example: {
    machine: "alice",
    address: "root@192.0.2.10",
    ssh: "root@192.0.2.10",
    reason: "Connection timed out",
    seconds: 90,
  },
});

export const failedInstallation = diagnosticKind<{ machine: string; packages: readonly string[] }>({
  code: "TRP5209",
  title: "Packages could not be installed",
  blocks: "plan",
  message: ({ machine, packages }) =>
    `${machine} could not install ${packages.join(", ")}. It still runs what it ran before.`,
  hint: () => "The lines of apt say why. Units of packages that were installed all the same are off.",
  example: { machine: "alice", packages: ["redis-server"] },
});

export const heldBack = diagnosticKind<{ machine: string; because: readonly string[] }>({
  code: "TRP5210",
  title: "A machine was left alone because another one cannot follow",
  blocks: "plan",
  message: ({ machine, because }) =>
    `${machine} was left as it is: ${because.join(", ")} cannot be applied, and nothing is switched until all machines can be.`,
  hint: () => "Solve the problem there, leave that machine out with --on, or go on without it: --partial.",
  example: { machine: "bob", because: ["alice"] },
});

export const nothingEarlier = diagnosticKind<{ machine: string; wanted?: string; kept: readonly string[] }>({
  code: "TRP5211",
  title: "There is no such generation to go back to",
  blocks: "plan",
  message: ({ machine, wanted, kept }) =>
    `${machine} keeps ${wanted === undefined ? "no earlier generation" : `no generation ${wanted}`}${kept.length === 0 ? "" : `; it keeps ${kept.map((id) => id.slice(0, 12)).join(", ")}`}.`,
  example: { machine: "alice", kept: [] },
});

export const otherGeneration = diagnosticKind<{ machine: string }>({
  code: "TRP5212",
  title: "The plan is not for this configuration",
  blocks: "plan",
  message: ({ machine }) =>
    `The plan for ${machine} was made for another configuration than the one that is applied now.`,
  hint: () => "Plan again.",
  example: { machine: "alice" },
});

export const blockedMachine = diagnosticKind<{ machine: string; status: string }>({
  code: "TRP5213",
  title: "The plan of a machine cannot be applied",
  blocks: "plan",
  message: ({ machine, status }) => `${machine} cannot be applied: its plan says ${status}.`,
  hint: () => "Solve what the plan says about it, or leave it out with --on.",
  example: { machine: "alice", status: "conflict" },
});

export const unsupportedClass = diagnosticKind<{ machine: string; class: string }>({
  code: "TRP6006",
  title: "A machine of a class that no platform has",
  blocks: "plan",
  message: ({ machine, class: name }) =>
    `Machine ${JSON.stringify(machine)} is of class ${JSON.stringify(name)}, which no platform of Troupe can plan or apply.`,
  hint: () => "Leave it out with --on.",
  example: { machine: "router", class: "openwrt" },
});

export const noTarget = diagnosticKind<{ machine: string }>({
  code: "TRP6007",
  title: "A machine that cannot be reached",
  blocks: "plan",
  message: ({ machine }) =>
    `Machine ${JSON.stringify(machine)} has neither deploy.targetHost nor address, so there is no way to reach it.`,
  hint: ({ machine }) =>
    `Add deploy: { targetHost: "root@192.0.2.1" } to machines.${machine}, or leave it out with --on.`,
  example: { machine: "alice" },
});
