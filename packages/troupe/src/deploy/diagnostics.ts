/** Everything that can be wrong with reaching machines and switching them: TRP50xx and TRP52xx. */
import { diagnosticKind } from "@troupe/modules";

/** The machine a problem is about, and its address. */
export interface At {
  readonly machine: string;
  readonly address: string;
  /** The arguments of ssh for it. */
  readonly ssh: string;
}

const at = ({ machine, address }: At): string => (machine === address ? machine : `${machine} (${address})`);
const alice: At = { machine: "alice", address: "root@192.0.2.10", ssh: "root@192.0.2.10" };
/** What ssh or the machine said, as the end of a sentence. */
const said = (text: string): string => (text === "" ? "." : `: ${text.replace(/\.$/, "")}.`);

export const noSsh = diagnosticKind<{ program: string }>({
  code: "TRP5000",
  title: "The program ssh is missing",
  blocks: "plan",
  message: ({ program }) => `${program} cannot be run: there is no such program here.`,
  hint: () => "Install the OpenSSH client; the environment variable TROUPE_SSH may name another program to use.",
  example: { program: "ssh" },
});

export const unreachable = diagnosticKind<At & { reason: string }>({
  code: "TRP5001",
  title: "A machine cannot be reached",
  blocks: "plan",
  message: (params) => `${at(params)} cannot be reached${said(params.reason)}`,
  hint: ({ ssh }) => `Is it running, and is this its address? Try: ssh ${ssh}`,
  example: { ...alice, reason: "Connection refused" },
});

export const unknownAddress = diagnosticKind<At & { name: string }>({
  code: "TRP5002",
  title: "The name of a machine does not resolve",
  blocks: "plan",
  message: (params) => `The address of ${params.machine}, ${params.name}, is not known: the name does not resolve to any address.`,
  hint: () =>
    "Set the machine's `address` or `deploy.targetHost` to a name or an address that this computer knows, or name it in ~/.ssh/config.",
  example: { ...alice, name: "alice.home.arpa" },
});

export const refusedLogin = diagnosticKind<At & { user: string; methods: string }>({
  code: "TRP5003",
  title: "A machine does not let us in",
  blocks: "plan",
  message: (params) =>
    `${at(params)} refuses to let ${params.user} in${params.methods === "" ? "" : `; it would accept: ${params.methods}`}. Troupe never types a password.`,
  hint: ({ ssh }) => `Put a key of yours on the machine (ssh-copy-id ${ssh}), or load it into your agent (ssh-add).`,
  example: { ...alice, user: "root", methods: "publickey" },
});

export const changedHostKey = diagnosticKind<At & { fingerprint: string; remove: string }>({
  code: "TRP5004",
  title: "The key of a machine is not the one that is known",
  blocks: "plan",
  message: (params) =>
    `${at(params)} shows another key than the one this computer knows${params.fingerprint === "" ? "" : `: ${params.fingerprint}`}. Either the machine was set up anew, or something else answers in its place.`,
  hint: ({ remove, fingerprint }) =>
    `Compare the key on the machine's own console (ssh-keygen -lf /etc/ssh/ssh_host_${/^(\w+) /.exec(fingerprint)?.[1]?.toLowerCase() ?? "ed25519"}_key.pub). If it is the same, forget the old one: ${remove}`,
  example: {
    ...alice,
    fingerprint: "ED25519 SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDYm1Sb5oO8Y3Gxf5M",
    remove: "ssh-keygen -R 192.0.2.10",
  },
});

export const unknownHostKey = diagnosticKind<At>({
  code: "TRP5005",
  title: "The key of a machine is not known yet",
  blocks: "plan",
  message: (params) => `The key of ${at(params)} is not known to this computer, so another machine could pretend to be it.`,
  hint: ({ ssh }) => `Connect once by hand and compare the fingerprint it shows: ssh ${ssh}`,
  example: alice,
});

export const noSudo = diagnosticKind<At & { user: string; reason: string }>({
  code: "TRP5006",
  title: "The user cannot become root",
  blocks: "plan",
  message: (params) => `${params.user} cannot become root on ${at(params)} without being asked${said(params.reason)}`,
  hint: ({ user }) =>
    `On the machine, allow it: echo '${user} ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/troupe. Or connect as root: deploy.targetHost "root@…".`,
  example: { ...alice, user: "ann", reason: "sudo: a password is required" },
});

export const notOurKind = diagnosticKind<At & { reason: string }>({
  code: "TRP5007",
  title: "A machine is not one that Troupe can manage",
  blocks: "plan",
  message: (params) => `${at(params)} cannot be managed: ${params.reason}.`,
  hint: () => "Troupe manages Linux machines that run systemd, as root.",
  example: { ...alice, reason: "it does not run systemd" },
});

export const lostConnection = diagnosticKind<At & { doing: string; reason: string }>({
  code: "TRP5008",
  title: "The connection to a machine was lost",
  blocks: "plan",
  message: (params) => `The connection to ${at(params)} was lost ${params.doing}${said(params.reason)}`,
  hint: ({ ssh }) => `Try again; if it keeps happening, look at the network between here and there: ssh ${ssh}`,
  example: { ...alice, doing: "while it was being looked at", reason: "Connection reset by peer" },
});

export const tooSlow = diagnosticKind<At & { doing: string; seconds: number }>({
  code: "TRP5009",
  title: "A machine takes too long",
  blocks: "plan",
  message: (params) => `${at(params)} did not finish within ${params.seconds} seconds ${params.doing}.`,
  hint: ({ ssh }) => `Look at what keeps it busy: ssh ${ssh} uptime`,
  example: { ...alice, doing: "while it was being looked at", seconds: 60 },
});

export const strangeAnswer = diagnosticKind<At & { reason: string }>({
  code: "TRP5010",
  title: "A machine answered something that cannot be understood",
  blocks: "plan",
  message: (params) => `${at(params)} lets us in, but Troupe's script could not run there${said(params.reason)}`,
  hint: ({ ssh }) => `Does this print "ok"? ssh ${ssh} "sh -c 'echo ok'"`,
  example: { ...alice, reason: "This account is currently not available" },
});

export const worldMoved = diagnosticKind<{ machine: string; expected: string; found: string }>({
  code: "TRP5201",
  title: "A machine changed since the plan was made",
  blocks: "plan",
  message: ({ machine, expected, found }) =>
    `${machine} does not run what the plan was made for: it was ${generation(expected)} then, and is ${generation(found)} now. Nothing was changed.`,
  hint: () => "Somebody else changed the machine in between. Plan again.",
  example: { machine: "alice", expected: "5a554250cea1c61b76e75e010cf73c9f", found: "9f3c71e2d4b05a668e1d20c47b93af05" },
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
  message: ({ machine, reason }) => `The generation did not reach ${machine} as it was sent: ${reason}. Nothing was changed.`,
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

export const failedHealth = diagnosticKind<{ machine: string; check: string; seconds: string }>({
  code: "TRP5205",
  title: "A health check does not succeed",
  blocks: "plan",
  message: ({ machine, check, seconds }) =>
    `The health check ${check} on ${machine} did not succeed within ${seconds} seconds. The machine went back to what it ran before.`,
  example: { machine: "alice", check: "kvstore", seconds: "30" },
});

export const failedSwitch = diagnosticKind<{ machine: string }>({
  code: "TRP5206",
  title: "The switch could not be carried out",
  blocks: "plan",
  message: ({ machine }) => `The switch of ${machine} could not be carried out. The machine went back to what it ran before.`,
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

export const revertedAlone = diagnosticKind<{ machine: string; reason: string }>({
  code: "TRP5207",
  title: "A machine took the switch back",
  blocks: "plan",
  message: ({ machine, reason }) => `${machine} took the switch back by itself: ${reason}.`,
  hint: () => "Fresh contact has to succeed after a switch: look at what the change does to the network, the firewall, users and sshd.",
  example: { machine: "alice", reason: "it was not confirmed in time" },
});

export const unconfirmed = diagnosticKind<At & { reason: string; seconds: number }>({
  code: "TRP5208",
  title: "It is not known how a switch ended",
  blocks: "plan",
  message: (params) =>
    `It is not known how the switch of ${at(params)} ended${said(params.reason)} It is in the new state or the old one; unless it was confirmed, it takes the switch back by itself ${params.seconds > 0 ? `within ${params.seconds} seconds` : "now"}, or when it restarts.`,
  hint: () => "Nothing has to be repaired: apply again when it can be reached.",
  example: { ...alice, reason: "Connection timed out", seconds: 90 },
});

export const failedInstallation = diagnosticKind<{ machine: string; packages: readonly string[] }>({
  code: "TRP5209",
  title: "Packages could not be installed",
  blocks: "plan",
  message: ({ machine, packages }) => `${machine} could not install ${packages.join(", ")}. It still runs what it ran before.`,
  hint: () => "The next apply carries on with the installation.",
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
  message: ({ machine }) => `The plan for ${machine} was made for another configuration than the one that is applied now.`,
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
