/** Problems with reaching machines: TRP50xx. */
import { diagnosticKind } from "@troupe/modules";

/** The machine that a problem is about, and its address. */
export interface MachineAddress {
  readonly machine: string;
  readonly address: string;
  /** The arguments of ssh for the machine. */
  readonly ssh: string;
}

/** The machine with its address, where that differs from its name. */
export const nameAndAddress = ({ machine, address }: MachineAddress): string =>
  machine === address ? machine : `${machine} (${address})`;

/** The text of ssh or of the machine, as the end of a sentence. */
export const because = (text: string): string => (text === "" ? "." : `: ${text.replace(/\.$/, "")}.`);

const alice: MachineAddress = { machine: "alice", address: "root@192.0.2.10", ssh: "root@192.0.2.10" };

export const noSsh = diagnosticKind<{ program: string }>({
  code: "TRP5000",
  title: "The program ssh is missing",
  blocks: "plan",
  message: ({ program }) => `${program} cannot be run: there is no such program here.`,
  hint: () => "Install the OpenSSH client; the environment variable TROUPE_SSH may name another program to use.",
  example: { program: "ssh" },
});

export const unreachable = diagnosticKind<MachineAddress & { reason: string }>({
  code: "TRP5001",
  title: "A machine cannot be reached",
  blocks: "plan",
  message: (params) => `${nameAndAddress(params)} cannot be reached${because(params.reason)}`,
  hint: ({ ssh }) => `Is it running, and is this its address? Try: ssh ${ssh}`,
  example: { ...alice, reason: "Connection refused" },
});

export const unknownAddress = diagnosticKind<MachineAddress & { name: string }>({
  code: "TRP5002",
  title: "The name of a machine does not resolve",
  blocks: "plan",
  message: (params) =>
    `The address of ${params.machine}, ${params.name}, is not known: the name does not resolve to any address.`,
  hint: () =>
    "Set the machine's `address` or `deploy.targetHost` to a name or an address that this computer knows, or name it in ~/.ssh/config.",
  example: { ...alice, name: "alice.home.arpa" },
});

export const refusedLogin = diagnosticKind<MachineAddress & { user: string; methods: string }>({
  code: "TRP5003",
  title: "A machine does not let us in",
  blocks: "plan",
  message: (params) =>
    `${nameAndAddress(params)} refuses to let ${params.user} in${params.methods === "" ? "" : `; it would accept: ${params.methods}`}. Troupe never types a password.`,
  hint: ({ ssh }) => `Put a key of yours on the machine (ssh-copy-id ${ssh}), or load it into your agent (ssh-add).`,
  example: { ...alice, user: "root", methods: "publickey" },
});

export const changedHostKey = diagnosticKind<MachineAddress & { fingerprint: string; remove: string }>({
  code: "TRP5004",
  title: "The key of a machine is not the one that is known",
  blocks: "plan",
  message: (params) =>
    `${nameAndAddress(params)} shows another key than the one this computer knows${params.fingerprint === "" ? "" : `: ${params.fingerprint}`}. Either the machine was set up anew, or something else answers in its place.`,
  hint: ({ remove, fingerprint }) =>
    `Compare the key on the machine's own console (ssh-keygen -lf /etc/ssh/ssh_host_${/^(\w+) /.exec(fingerprint)?.[1]?.toLowerCase() ?? "ed25519"}_key.pub). If it is the same, forget the old one: ${remove}`,
  example: {
    ...alice,
    fingerprint: "ED25519 SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDYm1Sb5oO8Y3Gxf5M",
    remove: "ssh-keygen -R 192.0.2.10",
  },
});

export const unknownHostKey = diagnosticKind<MachineAddress>({
  code: "TRP5005",
  title: "The key of a machine is not known yet",
  blocks: "plan",
  message: (params) =>
    `The key of ${nameAndAddress(params)} is not known to this computer, so another machine could pretend to be it.`,
  hint: ({ ssh }) => `Connect once by hand and compare the fingerprint it shows: ssh ${ssh}`,
  example: alice,
});

export const noSudo = diagnosticKind<MachineAddress & { user: string; reason: string }>({
  code: "TRP5006",
  title: "The user cannot become root",
  blocks: "plan",
  message: (params) =>
    `${params.user} cannot become root on ${nameAndAddress(params)} without being asked${because(params.reason)}`,
  hint: ({ user }) =>
    `On the machine, allow it: echo '${user} ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/troupe. Or connect as root: deploy.targetHost "root@…".`,
  example: { ...alice, user: "ann", reason: "sudo: a password is required" },
});

export const notOurKind = diagnosticKind<MachineAddress & { reason: string }>({
  code: "TRP5007",
  title: "A machine is not one that Troupe can manage",
  blocks: "plan",
  message: (params) => `${nameAndAddress(params)} cannot be managed: ${params.reason}.`,
  hint: () => "Troupe manages Linux machines that run systemd, as root.",
  example: { ...alice, reason: "it does not run systemd" },
});

export const lostConnection = diagnosticKind<MachineAddress & { doing: string; reason: string }>({
  code: "TRP5008",
  title: "The connection to a machine was lost",
  blocks: "plan",
  message: (params) => `The connection to ${nameAndAddress(params)} was lost ${params.doing}${because(params.reason)}`,
  hint: ({ ssh }) => `Try again; if it keeps happening, look at the network between here and there: ssh ${ssh}`,
  example: { ...alice, doing: "while it was being looked at", reason: "Connection reset by peer" },
});

export const tooSlow = diagnosticKind<MachineAddress & { doing: string; seconds: number }>({
  code: "TRP5009",
  title: "A machine takes too long",
  blocks: "plan",
  message: (params) => `${nameAndAddress(params)} did not finish within ${params.seconds} seconds ${params.doing}.`,
  hint: ({ ssh }) => `Look at what keeps it busy: ssh ${ssh} uptime`,
  example: { ...alice, doing: "while it was being looked at", seconds: 60 },
});

export const unfinished = diagnosticKind<MachineAddress & { doing: string; seconds: number }>({
  code: "TRP5015",
  title: "A machine answers, and does not finish",
  blocks: "plan",
  message: (params) =>
    `${nameAndAddress(params)} answers, and did not finish within ${params.seconds} seconds ${params.doing}.`,
  hint: ({ ssh }) => `Look at what keeps it busy: ssh ${ssh} uptime`,
  example: { ...alice, doing: "while it was being looked at", seconds: 60 },
});

export const strangeAnswer = diagnosticKind<MachineAddress & { reason: string }>({
  code: "TRP5010",
  title: "A machine answered something that cannot be understood",
  blocks: "plan",
  message: (params) =>
    `${nameAndAddress(params)} lets us in, but Troupe's script could not run there${because(params.reason)}`,
  hint: ({ ssh }) => `Does this print "ok"? ssh ${ssh} "sh -c 'echo ok'"`,
  example: { ...alice, reason: "This account is currently not available" },
});

export const brokenScript = diagnosticKind<MachineAddress & { doing: string; reason: string }>({
  code: "TRP5013",
  title: "Troupe's script broke off on a machine",
  blocks: "plan",
  message: (params) =>
    `Troupe's script broke off on ${nameAndAddress(params)} ${params.doing}${because(params.reason)}`,
  hint: ({ ssh }) => `Look at the machine's disk and memory: ssh ${ssh} "mount; df /etc /var/lib /run; free"`,
  example: {
    ...alice,
    doing: "while the generation was brought there",
    reason: "mkdir: cannot create directory '/var/lib/troupe': Read-only file system",
  },
});

export const tooLarge = diagnosticKind<MachineAddress & { doing: string; limit: string }>({
  code: "TRP5011",
  title: "The answer of a machine is too large",
  blocks: "plan",
  message: (params) =>
    `${nameAndAddress(params)} printed more than ${params.limit} ${params.doing}, so the connection was ended.`,
  hint: ({ ssh }) => `Its login shell may print without end. Does this print "ok" alone? ssh ${ssh} "sh -c 'echo ok'"`,
  example: { ...alice, doing: "while it was being looked at", limit: "64 MB" },
});

export const unreadableState = diagnosticKind<MachineAddress & { reason: string }>({
  code: "TRP5012",
  title: "The state that a machine reports cannot be read",
  blocks: "plan",
  message: (params) => `${nameAndAddress(params)} reports a state that Troupe cannot read${because(params.reason)}`,
  hint: ({ ssh }) => `Its files below /var/lib/troupe may be damaged. Look at them: ssh ${ssh} ls -lR /var/lib/troupe`,
  example: { ...alice, reason: "incorrect header check" },
});

/** State of a version that this Troupe does not know. */
export const newerState = diagnosticKind<MachineAddress & { reason: string }>({
  code: "TRP5014",
  title: "A newer Troupe changed a machine",
  blocks: "plan",
  message: (params) => `${nameAndAddress(params)} was changed by a newer Troupe. ${params.reason}`,
  hint: () => "Update Troupe on this computer. Nothing was changed on the machine.",
  example: { ...alice, reason: "The state has version 2, and this Troupe knows versions up to 1." },
});
