/** Problems for which a machine refuses a switch before anything changes: TRP5201, TRP5215, TRP5216, TRP5219, TRP5230 and TRP5231. */
import { ownValue } from "@troupe/core/internal";
import { type Diagnostic, diagnose, diagnosticKind } from "@troupe/modules";
import { type MachineAddress, nameAndAddress } from "../remote/diagnostics.ts";
import { shellWord } from "../text/shell-word.ts";

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

/** Writers of a folder besides root, by the word of the agent script. */
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
    `The configuration puts /etc/${target} on ${machine} below ${folder}, which ${ownValue(writers, who)?.(name) ?? "somebody besides root"} may write, and so could replace the file or redirect the write.`,
  hint: ({ folder }) =>
    `Put the file into a folder of its own and let the program read it there, or give the folder to root: chown root ${shellWord(folder)} && chmod go-w ${shellWord(folder)}.`,
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
  hint: ({ machine, runs }) =>
    `Correct the addresses. If this host is to become ${machine} on purpose, after a rename for example: troupe apply --takeover ${shellWord(runs)}.`,
  example: { machine: "alice", address: "root@192.0.2.10", ssh: "root@192.0.2.10", runs: "bob" },
});

export const closedRoad = diagnosticKind<{ machine: string; checkers: readonly string[] }>({
  code: "TRP5231",
  title: "The new state of sshd, sudo, accounts or firewall does not work",
  blocks: "plan",
  message: ({ machine, checkers }) =>
    `${machine} was not switched: ${checkers.map((checker) => ownValue(closedRoadReasons, checker) ?? checker).join(", and ")}. Nothing was changed.`,
  hint: () =>
    "The machine tested the new files before it put them in place. Correct what the notes name, and plan again.",
  example: { machine: "alice", checkers: ["sshd"] },
});
/** Findings by the name of the checker of the agent script. */
const closedRoadReasons: { readonly [checker: string]: string } = {
  sshd: "sshd refuses its configuration (sshd -t)",
  visudo: "sudo refuses its rules (visudo -c)",
  login: "the deploying user could not log in",
  sudo: "the deploying user could not become root",
  shell: "a user's shell does not exist",
  nft: "nft refuses the rules of the firewall (nft -c)",
};
