/**
 * The case ids of the fault matrix: what broke promises of `apply` once, and the tests that keep it from coming back. A
 * case without a test fails `npm run faults`.
 */
import type { Kind } from "./cells.ts";

/** A test by its file and its title, as written in the file. */
export interface NamedTest {
  readonly file: string;
  readonly title: string;
}
export interface Case {
  readonly id: string;
  readonly what: string;
  readonly tests: readonly NamedTest[];
  /** Kinds of cells of the matrix that are red where the case comes back. */
  readonly cells?: readonly Kind[];
}

const agent = "packages/linux/src/agent";
const deploy = "packages/troupe/src/deploy";
const here = "test/faults";
const test = (file: string, ...titles: readonly string[]): readonly NamedTest[] =>
  titles.map((title) => ({ file, title }));

export const cases: readonly Case[] = [
  {
    id: "A1",
    what: "an account of the deploying user that nobody can log in to any more",
    tests: [
      ...test(
        `${agent}/accounts.test.ts`,
        "is given back by the revert of a switch, and at the boot after a power cut from files alone",
      ),
    ],
  },
  {
    id: "A2",
    what: "a unit that was turned off stays down on the way back",
    tests: [
      ...test(
        `${deploy}/units.e2e.test.ts`,
        "going back starts exactly what ran: a masked ssh, and no unit that was stopped",
      ),
      ...test(
        `${agent}/units.test.ts`,
        "starts exactly what ran before when it goes back",
        "starts an enabled unit that is no longer masked",
      ),
    ],
    cells: ["fail", "full", "kill"],
  },
  {
    id: "A3",
    what: "a broken configuration of sshd is confirmed",
    tests: [
      ...test(`${deploy}/road.e2e.test.ts`, "a configuration that sshd refuses is refused before anything changes"),
      ...test(`${here}/cases.e2e.test.ts`, "%s is refused, and sshd can start"),
    ],
  },
  { id: "A4", what: "after a power cut, a unit of another generation runs", tests: [], cells: ["power", "lost"] },
  {
    id: "A5",
    what: "the old generation has another address for ever",
    tests: test(
      `${deploy}/restart.e2e.test.ts`,
      "a unit that changed the address: the host restarts into the old generation and is reached again",
    ),
  },
  {
    id: "A6",
    what: "a failed installation turns off units of packages that came later",
    tests: [
      ...test(
        `${agent}/packages.test.ts`,
        "that a failed installation brought are off, and what is installed later is left alone",
      ),
    ],
  },
  {
    id: "A7",
    what: "a full disk on the way back truncates files and deletes originals",
    tests: test(
      `${agent}/full-disk.test.ts`,
      "leaves single files of a revert whole and names them, and the other files go back",
      "deletes no original that is not back in its place",
    ),
    cells: ["full"],
  },
  {
    id: "A8",
    what: "after a power cut, accounts and kernel parameters stay",
    tests: [
      ...test(
        `${agent}/accounts.test.ts`,
        "is given back by the revert of a switch, and at the boot after a power cut from files alone",
      ),
    ],
    cells: ["power", "lost"],
  },
  { id: "A9", what: "a deployer that never ends", tests: [], cells: ["kill", "hang"] },
  {
    id: "A10",
    what: "the timer reverts once only, or is disarmed before the next one is armed",
    tests: [
      ...test(
        `${agent}/lock.test.ts`,
        "is armed before the earlier timer stops, and repeats a revert that fails",
        "stays if the next one cannot be armed",
        "stays until the revert has removed the pending switch",
      ),
      ...test(
        `${deploy}/trust.e2e.test.ts`,
        "no user can hold the lock, and a revert that waits for it and is killed happens all the same",
      ),
    ],
    cells: ["kill while going back"],
  },
  {
    id: "A11",
    what: "a rollback to a generation that was reverted",
    tests: test(
      `${agent}/confirm.test.ts`,
      "that a power cut stops has the switch in the history only if it is committed (%s)",
    ),
    cells: ["power"],
  },
  {
    id: "A12",
    what: "a rollback to a damaged generation",
    tests: [
      ...test(
        `${agent}/damaged-generation.test.ts`,
        "is refused by name before anything changes, and is whole again after it is staged again",
      ),
      ...test(`${agent}/confirm.test.ts`, "removes old generations by a rename first"),
    ],
  },
  {
    id: "A13",
    what: "/etc/hosts writable for all",
    tests: test(
      `${agent}/hosts.test.ts`,
      "is written to the file that a link leads to, whose mode stays",
      "keeps mode and owner of the file",
    ),
  },
  {
    id: "A14",
    what: "lines of the user in /etc/hosts are deleted",
    tests: test(`${agent}/hosts.test.ts`, "is refused before anything changes if the marks do not pair"),
  },
  {
    id: "A15",
    what: "copies of private files are readable",
    tests: test(
      `${agent}/originals.test.ts`,
      "are private, even if their folders were open before",
      "have private folders after a switch that copies nothing",
    ),
  },
  {
    id: "A16",
    what: "another machine answers, and its generation is replaced",
    tests: [
      ...test(
        `${deploy}/identity.test.ts`,
        "has a plan that is refused, a status that says so, and no rollback; nothing is sent",
        "becomes another machine if the operator names the one that it is",
      ),
    ],
  },
  {
    id: "A17",
    what: "machines without dbus",
    tests: [
      ...test(
        `${deploy}/trust.e2e.test.ts`,
        "a machine without dbus is switched, goes back, and takes a switch back that nobody confirms",
      ),
    ],
  },
  {
    id: "A18",
    what: "thousands of files",
    tests: [
      ...test(
        `${agent}/many-files.test.ts`,
        "a probe and a switch of 2,000 files start about as many processes as of 20",
      ),
    ],
  },
  {
    id: "A19",
    what: "the cause that is told is not the cause",
    tests: [
      ...test(`${agent}/revert.test.ts`, "gives its cause: %s"),
      ...test(
        `${deploy}/trust.e2e.test.ts`,
        "a switch whose processes are killed goes back at once, and its cause is told",
        "a health check that ignores SIGTERM is ended, and named",
        "a read-only disk is told as such, and does not keep the machine from being read",
      ),
    ],
    cells: ["full", "hang"],
  },
  {
    id: "A20",
    what: "the home of a user with running processes cannot change",
    tests: [
      ...test(
        `${agent}/accounts.test.ts`,
        "gets another home while its processes run, and in the second of another edit",
      ),
    ],
  },
  {
    id: "A21",
    what: "one lost connection attempt refuses the whole apply",
    tests: [
      ...test("packages/troupe/src/remote/ask.test.ts", "before the login is tried again, within limits"),
      ...test("packages/troupe/src/cli/consent.test.ts", "--parallel is a number from 1 on"),
    ],
  },
  {
    id: "A22",
    what: "files that nobody removes",
    tests: [
      ...test(
        `${agent}/leftovers.test.ts`,
        "are removed by the next switch, by its confirmation, by a revert and at boot",
      ),
    ],
    cells: ["power", "kill"],
  },
  {
    id: "A23",
    what: "the lock is held while the script waits for the network",
    tests: test(`${agent}/lock.test.ts`, "is not held while the switch reads its input"),
  },
  {
    id: "B1",
    what: "going back destroys a directory or a file of the user",
    tests: test(`${agent}/originals.test.ts`, "give a folder back in place of the %s that replaced it"),
    cells: ["full", "power"],
  },
  {
    id: "B2",
    what: "applied, but the unit was never restarted",
    tests: [
      ...test(
        `${deploy}/units.e2e.test.ts`,
        "a unit that systemd does not restart or reload, and a timer that never elapses, are failed switches",
      ),
      ...test(
        `${here}/cases.e2e.test.ts`,
        "failed-restart is refused, and the earlier process runs",
        "failed-reload-and-mask restores a masked unit, and is a failed switch",
      ),
    ],
  },
  {
    id: "B3",
    what: "the deploying user is locked out by its account",
    tests: [
      ...test(
        `${agent}/accounts.test.ts`,
        "is given back by the revert of a switch, and at the boot after a power cut from files alone",
      ),
    ],
  },
  {
    id: "B4",
    what: "changes by hand that no plan shows",
    tests: [
      ...test(
        `${deploy}/drift.e2e.test.ts`,
        "each kind is named, all of them restored, and then there is nothing to do",
      ),
      ...test(`${here}/cases.e2e.test.ts`, "changes-by-hand are named in the plan, and restored"),
    ],
  },
  {
    id: "B5",
    what: "links, marks and missing newlines of /etc/hosts",
    tests: test(
      `${agent}/hosts.test.ts`,
      "begins on a line of its own, also after a last line without a newline, and goes away whole",
      "is written to the file that a link leads to, whose mode stays",
    ),
  },
  {
    id: "B6",
    what: "a changed socket whose service runs",
    tests: [
      ...test(
        `${deploy}/units.e2e.test.ts`,
        "a changed socket whose service runs listens on its new address, and on the old one after going back",
      ),
      ...test(`${here}/cases.e2e.test.ts`, "changed-socket listens on its new address, also while its service runs"),
    ],
  },
  {
    id: "B7",
    what: "values that systemd ignores",
    tests: [
      ...test(`${here}/cases.test.ts`, "the project %s is refused by check"),
      ...test(`${here}/cases.e2e.test.ts`, "unknown-target is refused by the name of the target, and nothing changes"),
    ],
  },
  {
    id: "B8",
    what: "sshd cannot start with what was confirmed",
    tests: [
      ...test(
        `${deploy}/road.e2e.test.ts`,
        "a configuration that sshd refuses is refused before anything changes",
        "a good configuration of sshd is in force after the apply, and the old one after the next",
        "a good configuration is in force for new connections, and a bad one is refused or reverted",
      ),
    ],
  },
  {
    id: "B9",
    what: "swapped addresses",
    tests: [
      ...test(
        `${deploy}/identity.test.ts`,
        "has a plan that is refused, a status that says so, and no rollback; nothing is sent",
        "becomes another machine if the operator names the one that it is",
      ),
    ],
  },
  {
    id: "B10",
    what: "text read is not the text written",
    tests: test("packages/troupe/src/project/json.test.ts", "a repeated key", "a number", "bytes that are not UTF-8"),
  },
  {
    id: "B11",
    what: "a login shell that prints without a newline",
    tests: test(`${agent}/reply.test.ts`, "is found behind text without a newline"),
  },
  {
    id: "B14",
    what: "escape sequences reach the terminal",
    tests: test(
      "packages/troupe/src/cli/hostile-texts.test.ts",
      "`troupe %s` prints no control character",
      "the plan shows every line of a hostile file, with its carriage return",
    ),
  },
  {
    id: "B17",
    what: "small faults",
    tests: [
      ...test(
        `${deploy}/trust.e2e.test.ts`,
        "a read-only disk is told as such, and does not keep the machine from being read",
      ),
      ...test("packages/core/src/inventory/address.test.ts", "%s is taken apart"),
      ...test(
        "packages/core/src/inventory/resolution.test.ts",
        "names of machines and clusters are host names: at most 63 characters, without regard to case",
      ),
      ...test(`${deploy}/units.e2e.test.ts`, "a running job of a timer is left alone, also when it goes away"),
    ],
  },
  {
    id: "S1",
    what: "a user of the machine holds the lock",
    tests: [
      ...test(
        `${deploy}/trust.e2e.test.ts`,
        "no user can hold the lock, and a revert that waits for it and is killed happens all the same",
      ),
      ...test(`${agent}/lock.test.ts`, "is awaited without limit by a revert, which then goes back"),
    ],
  },
  {
    id: "S2",
    what: "a folder below /etc that a service may write",
    tests: [
      ...test(
        `${agent}/unsafe-folders.test.ts`,
        "(%s) is told by the probe, and refused before anything changes",
        "redirects no write of a revert",
      ),
      ...test(`${here}/cases.test.ts`, "writable-folder is refused before anything changes"),
    ],
  },
  {
    id: "S3",
    what: "texts that order or remove packages",
    tests: test(
      "packages/vocabulary/src/packages/package-ref.test.ts",
      "is not made by data, whatever its text says",
      "refuses names that are none",
    ),
  },
  {
    id: "S4",
    what: "an installation that removes packages",
    tests: [
      ...test(`${agent}/packages.test.ts`, "are installed only with the removals and upgrades that the plan named"),
    ],
  },
  {
    id: "S5",
    what: "a machine that writes flake.lock",
    tests: [
      ...test(
        "packages/troupe/src/platforms/nixos/flake/lock.test.ts",
        "a machine's own lock is a diagnostic of the machine, and is never written",
        "a changed lock is shown with what it was, and a plan that is not accepted leaves no trace",
      ),
    ],
  },
  {
    id: "S6",
    what: "lines of the plan that escape sequences hide",
    tests: test(
      "packages/troupe/src/cli/hostile-texts.test.ts",
      "`troupe %s` prints no control character",
      "the plan shows every line of a hostile file, with its carriage return",
    ),
  },
  {
    id: "S7",
    what: "files of the deployer's computer that another user has deleted",
    tests: test(
      "packages/troupe/src/remote/openssh.test.ts",
      "removes sockets of its own alone: no files, no folders, nothing behind a link",
      "removes the folders of processes that were killed, and no others",
    ),
  },
  {
    id: "S8",
    what: "an inventory in JSON that runs code",
    tests: [...test("packages/troupe/src/project/inputs.test.ts", "is refused at its place before anything runs: %j")],
  },
  {
    id: "S9",
    what: "files that a string mentions reach the Nix store",
    tests: [
      ...test(
        "packages/troupe/src/platforms/nixos/flake/project-flake.test.ts",
        "a text that mentions files copies none of them into the flake",
      ),
      ...test(`${here}/cases.test.ts`, "the project files-in-strings copies no file that its texts mention"),
    ],
  },
  {
    id: "S10",
    what: "one machine's answer ends the run for all",
    tests: test(
      "packages/troupe/src/deploy/hostile-answers.test.ts",
      "any answer: nothing is thrown, and no other machine's plan, state or result changes",
      "a machine that answers nonsense to the confirmation does not hold up the apply",
      "too much output",
    ),
  },
  {
    id: "S11",
    what: "a generation that is readable while it is unpacked",
    tests: test(
      "packages/linux/src/deployment/activation-script.test.ts",
      "keeps its copy of the generation from other users",
    ),
  },
  {
    id: "S12",
    what: "adopting makes private files public",
    tests: test(`${agent}/originals.test.ts`, "are private, even if their folders were open before"),
  },
  {
    id: "S13",
    what: "a generation that was changed on the machine",
    tests: test(
      `${agent}/damaged-generation.test.ts`,
      "is refused by name before anything changes, and is whole again after it is staged again",
      "in effect is drift, also if the manifest agrees with the damage",
    ),
  },
  {
    id: "S14",
    what: "names of kernel parameters that leave /proc/sys",
    tests: test("packages/linux/src/render/names.test.ts", "%s is refused at its place, or is read as that name"),
  },
  {
    id: "S15",
    what: "names of settings that add lines to a unit",
    tests: test("packages/linux/src/render/names.test.ts", "%s is refused at its place, or is read as that name"),
  },
  {
    id: "S16",
    what: "names of units that are options of systemctl",
    tests: test("packages/linux/src/render/names.test.ts", "%s is refused at its place, or is read as that name"),
  },
  {
    id: "S18",
    what: "target hosts that a shell would run",
    tests: test(
      "packages/core/src/inventory/address.test.ts",
      "has no part that ssh or sh reads as an option or a command",
    ),
  },
  {
    id: "S19",
    what: "an ssh agent that is forwarded to machines",
    tests: test(
      "packages/troupe/src/remote/openssh.test.ts",
      "gives ssh what it needs, the target's own options before what is only usual",
    ),
  },
  {
    id: "S20",
    what: "wrong names that cost minutes",
    tests: [
      ...test(
        "packages/modules/src/diagnostics/suggestion.test.ts",
        "suggest compares a bounded number of names",
        "suggest compares no long names",
      ),
      ...test(
        "packages/troupe/src/project/json.test.ts",
        "the places of many pointers are found by parsing the text once",
      ),
    ],
  },
  {
    id: "S21",
    what: "duplicate keys in JSON",
    tests: test("packages/troupe/src/project/json.test.ts", "a repeated key"),
  },
  {
    id: "D1",
    what: "a reload that fails counts as success",
    tests: [
      ...test(`${agent}/units.test.ts`, "fails for a reload that fails, and reloads again with the old files"),
      ...test(`${here}/cases.e2e.test.ts`, "failed-reload is a failed switch, and the earlier configuration is loaded"),
    ],
  },
  {
    id: "D2",
    what: "sshd and sudo files that are not tested",
    tests: [
      ...test(`${agent}/road.test.ts`, "is tested with the new files before anything changes"),
      ...test(`${here}/cases.e2e.test.ts`, "%s is refused, and sshd can start"),
    ],
  },
  {
    id: "D3",
    what: "a firewall that is gone",
    tests: [
      ...test(`${deploy}/drift.e2e.test.ts`, "the firewall: %s"),
      ...test(
        `${agent}/firewall.test.ts`,
        "is loaded by a switch, reported if it is gone or differs, loaded again, and removed",
      ),
      ...test(`${here}/cases.e2e.test.ts`, "flushed-firewall is drift that apply restores, and so is a masked timer"),
    ],
  },
  { id: "D4", what: "a rollback that is not the undoing of the last apply", tests: [] },
  {
    id: "D5",
    what: "two machines with one address",
    tests: [...test("packages/core/src/inventory/resolution.test.ts", "are an error with both places")],
  },
  { id: "D6", what: "all machines switch at once", tests: [] },
  {
    id: "D7",
    what: "a masked unit that is never restored",
    tests: [
      ...test(`${deploy}/units.e2e.test.ts`, "what somebody changed of declared units is named, and restored"),
      ...test(`${here}/cases.e2e.test.ts`, "flushed-firewall is drift that apply restores, and so is a masked timer"),
    ],
  },
  {
    id: "D9",
    what: "a reason in the plan that is not so",
    tests: [
      ...test(`${deploy}/reasons.test.ts`, "it reads an export now, the export changed, or it no longer reads it"),
    ],
  },
  {
    id: "D10",
    what: "a machine that was removed from the inventory",
    tests: [
      ...test(
        "test/state/rollback-to-nothing.test.ts",
        "to nothing gives back everything from before the first apply, and a second one goes forward again",
      ),
    ],
  },
  {
    id: "E1",
    what: "confined daemons cannot read managed files",
    tests: [
      ...test(
        `${agent}/real-files.test.ts`,
        "are files of root, and links only where the configuration asks for links",
      ),
      ...test(
        "test/faults/vm/apparmor.long.test.ts",
        "read managed files below /etc when they restart",
        "run after a reboot, and nothing differs",
      ),
    ],
  },
  { id: "E2", what: "power cuts that lose writes", tests: [], cells: ["lost"] },
  {
    id: "E3",
    what: "programs that write managed files at boot",
    tests: [
      ...test(
        `${deploy}/drift.e2e.test.ts`,
        "what a program like cloud-init writes at boot is restored after it, without a deployer",
      ),
      ...test(
        "test/faults/vm/cloud-init.long.test.ts",
        "has no effect on declared names after a reboot without a deployer",
      ),
    ],
  },
];
