/** Problems with switching machines, TRP52xx; and with machines that a command cannot reach, TRP6006 and TRP6007. */
import { type Diagnostic, diagnose, diagnosticKind } from "@troupe/modules";
import { because, type MachineAddress, nameAndAddress } from "../remote/diagnostics.ts";

export const worldMoved = diagnosticKind<{ machine: string; expected: string; found: string }>({
  code: "TRP5201",
  title: "A machine changed since the plan was made",
  blocks: "plan",
  message: ({ machine, expected, found }) =>
    `${machine} does not run what the plan was made for: it was ${generation(expected)} then, and is ${generation(found)} now. Nothing was changed.`,
  hint: () => "Somebody else changed the machine in between. Plan again.",
  example: {
    machine: "alice",
    expected: "5a554250cea1c61b76e75e010cf73c9f",
    found: "9f3c71e2d4b05a668e1d20c47b93af05",
  },
});
const generation = (id: string): string => (id === "-" ? "without any generation" : `generation ${id.slice(0, 12)}`);

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

/** What did not happen to a unit, by the word that the agent script says. */
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
  return (Object.hasOwn(words, state) ? words[state] : undefined) ?? `its state is ${state}`;
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
    reason === unconfirmedReason
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

export const uneditableFile = diagnosticKind<{ machine: string; path: string; reason: string }>({
  code: "TRP5215",
  title: "A shared file cannot be edited",
  blocks: "plan",
  message: ({ machine, path, reason }) =>
    `Troupe cannot edit ${path} on ${machine}: ${uneditableReasons[reason] ?? reason}. Nothing was changed.`,
  hint: ({ reason }) =>
    reason === "marks"
      ? 'Make "# troupe begin" and "# troupe end" one pair around the lines that Troupe wrote, or delete these lines and all marks. Plan again.'
      : "Change the file on the machine, and plan again.",
  example: { machine: "alice", path: "/etc/hosts", reason: "marks" },
});
/** The reasons that the agent script gives. */
const uneditableReasons: { readonly [reason: string]: string } = {
  marks:
    'its marks "# troupe begin" and "# troupe end" are not one pair, so lines of the machine\'s owner could be deleted',
  type: "it is neither a file nor a link that leads to one",
  mount: "it is a mount, which no file can replace",
  folder: "it is in a folder that others than root may write",
};

/** Who may write a folder besides root, by the word of the agent script. */
const writers: { readonly [who: string]: (name: string) => string } = {
  owner: (name) => `its owner ${name}`,
  group: (name) => `the group ${name}`,
  others: () => "every user",
  links: () => "whoever made the many links on its way",
};

export const unsafeFolder = diagnosticKind<{
  machine: string;
  folder: string;
  who: string;
  name: string;
  target: string;
}>({
  code: "TRP5219",
  title: "Others than root may write the folder of a file",
  blocks: "plan",
  message: ({ machine, folder, who, name, target }) =>
    `The configuration puts /etc/${target} on ${machine} below ${folder}, which ${(Object.hasOwn(writers, who) ? writers[who] : undefined)?.(name) ?? "somebody besides root"} may write, and so could replace the file or redirect the write.`,
  hint: ({ folder }) =>
    `Put the file into a folder of its own and let the program read it there, or give the folder to root: chown root ${folder} && chmod go-w ${folder}.`,
  example: { machine: "alice", folder: "/etc/redis", who: "owner", name: "redis", target: "redis/redis.conf" },
});

/** The problem of a line `unsafe FOLDER WHO NAME TARGET` of the agent script. */
export function unsafeFolderProblem(machine: string, fields: readonly string[]): Diagnostic {
  const [folder = "", who = "", name = "", target = ""] = fields;
  return diagnose(unsafeFolder, { machine, folder, who, name, target });
}

export const damagedGeneration = diagnosticKind<{ machine: string; generation: string; files: readonly string[] }>({
  code: "TRP5216",
  title: "A generation on a machine is damaged",
  blocks: "plan",
  message: ({ machine, generation: id, files }) =>
    `The generation ${id.slice(0, 12)} on ${machine} is not what was staged: ${files.join(", ")} differ${files.length === 1 ? "s" : ""}. Nothing was changed.`,
  hint: () =>
    "Apply sends a generation again; rollback --to switches to another one. Look at the machine's disk: is it full, or failing?",
  example: { machine: "alice", generation: "5a554250cea1c61b76e75e010cf73c9f", files: ["etc/motd"] },
});

export const otherMachine = diagnosticKind<MachineAddress & { runs: string }>({
  code: "TRP5230",
  title: "A host runs the configuration of another machine",
  blocks: "plan",
  message: (params) =>
    `The host at the address of ${nameAndAddress(params)} runs the configuration of machine ${JSON.stringify(params.runs)}. Nothing was changed.`,
  // The name is the host's word, so a command to copy has it only if a shell reads it as one plain word.
  hint: ({ machine, runs }) =>
    /^[A-Za-z0-9][\w.-]*$/.test(runs)
      ? `Correct the addresses. If this host is to become ${machine} on purpose, after a rename for example: troupe apply --takeover ${runs}.`
      : "Correct the addresses, and examine this host: no machine of Troupe has such a name.",
  example: { machine: "alice", address: "root@192.0.2.10", ssh: "root@192.0.2.10", runs: "bob" },
});
export const closedRoad = diagnosticKind<{ machine: string; checkers: readonly string[] }>({
  code: "TRP5231",
  title: "The new state of sshd, sudo, accounts or firewall does not work",
  blocks: "plan",
  message: ({ machine, checkers }) =>
    `${machine} was not switched: ${checkers.map((checker) => (Object.hasOwn(closedRoadReasons, checker) ? closedRoadReasons[checker]! : checker)).join(", and ")}. Nothing was changed.`,
  hint: () =>
    "The machine tested the new files before it put them in place. Correct what the notes name, and plan again.",
  example: { machine: "alice", checkers: ["sshd"] },
});
/** What the checkers of the agent script find. */
const closedRoadReasons: { readonly [checker: string]: string } = {
  sshd: "sshd refuses its configuration (sshd -t)",
  visudo: "sudo refuses its rules (visudo -c)",
  login: "the deploying user could not log in",
  sudo: "the deploying user could not become root",
  shell: "a user's shell does not exist",
  nft: "nft refuses the rules of the firewall (nft -c)",
};

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
