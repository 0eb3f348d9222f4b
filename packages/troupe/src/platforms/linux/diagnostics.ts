/** Conflicts that a plan finds on a machine: TRP5101 to TRP5106, TRP5120 to TRP5122, and TRP5140 to TRP5144. */
import { diagnosticKind } from "@troupe/modules";
import { shellWord } from "../../text/shell-word.ts";

export const foreignFile = diagnosticKind<{ machine: string; path: string; type: string; adopt: string }>({
  code: "TRP5101",
  title: "A file that Troupe did not write is in the way",
  blocks: "plan",
  message: ({ machine, path, type }) =>
    `The configuration puts a file at ${path} on ${machine}, where there is a ${type} that Troupe did not write.`,
  hint: ({ adopt }) =>
    `Move it away or change the configuration; or take it over with --adopt ${shellWord(adopt)}: the original is kept, and given back when Troupe's file goes away.`,
  example: { machine: "alice", path: "/etc/motd", type: "file", adopt: "/etc/motd" },
});

export const shadowedUnit = diagnosticKind<{ machine: string; unit: string; path: string; adopt: string }>({
  code: "TRP5102",
  title: "A unit on the machine would win over the declared one",
  blocks: "plan",
  message: ({ machine, unit, path }) =>
    `The configuration declares ${unit}, but ${path} on ${machine}, which Troupe did not write, would win over it.`,
  hint: ({ adopt }) =>
    `Remove that file, or have it put aside with --adopt ${shellWord(adopt)}; it is given back when the unit is no longer declared.`,
  example: {
    machine: "alice",
    unit: "kvstore.service",
    path: "/etc/systemd/system/kvstore.service",
    adopt: "kvstore.service",
  },
});

export const otherUserId = diagnosticKind<{
  machine: string;
  what: string;
  name: string;
  wanted: number;
  found: number;
}>({
  code: "TRP5103",
  title: "A user or group exists with another id",
  blocks: "plan",
  message: ({ machine, what, name, wanted, found }) =>
    `The configuration gives the ${what} ${name} the id ${wanted}, but on ${machine} it exists with the id ${found}. Troupe never changes an id: files belong to it.`,
  hint: ({ found }) => `Declare the id ${found}, or none, or change it on the machine together with its files.`,
  example: { machine: "alice", what: "user", name: "kvstore", wanted: 990, found: 995 },
});

export const takenId = diagnosticKind<{
  machine: string;
  what: string;
  name: string;
  wanted: number;
  owner: string;
}>({
  code: "TRP5140",
  title: "Another user or group has the id",
  blocks: "plan",
  message: ({ machine, what, name, wanted, owner }) =>
    `The configuration gives the new ${what} ${name} the id ${wanted}, which ${owner} has on ${machine}.`,
  hint: ({ what }) => `Declare another id, or none: then the machine takes a free one for the ${what}.`,
  example: { machine: "alice", what: "user", name: "kvstore", wanted: 990, owner: "web" },
});

export const closedPort = diagnosticKind<{ machine: string; port: number }>({
  code: "TRP5141",
  title: "The firewall would close the port of SSH",
  blocks: "plan",
  message: ({ machine, port }) =>
    `The firewall of the configuration drops new connections to TCP port ${port} of ${machine}, over which this plan reached the machine.`,
  hint: ({ port }) => `Add the port: \`networking.firewall.allowedTCPPorts: [${port}]\`.`,
  example: { machine: "alice", port: 2222 },
});

export const missingShell = diagnosticKind<{ machine: string; user: string; shell: string }>({
  code: "TRP5142",
  title: "The shell of a user does not exist",
  blocks: "plan",
  message: ({ machine, user, shell }) =>
    `The configuration gives the user ${user} the shell ${shell}, which does not exist on ${machine}, so sshd would refuse the user.`,
  hint: () => "Declare the package of the shell in environment.systemPackages, or another shell.",
  example: { machine: "alice", user: "ann", shell: "/usr/bin/zsh" },
});

export const closedLogin = diagnosticKind<{ machine: string; user: string; reason: string }>({
  code: "TRP5143",
  title: "The deploying user could not log in again",
  blocks: "plan",
  message: ({ machine, user, reason }) =>
    `With the configuration, ${user}, as whom this plan reached ${machine}, could not log in again: ${reason}.`,
  hint: () => "Keep the login of the user who deploys, or deploy as another one: deploy.targetHost.",
  example: { machine: "alice", user: "ann", reason: "its shell would be /usr/sbin/nologin" },
});

export const otherManager = diagnosticKind<{ machine: string; program: string; effect: string; advice: string }>({
  code: "TRP5144",
  title: "Another program writes what the configuration declares",
  blocks: "nothing",
  message: ({ machine, program, effect }) => `${program} on ${machine} ${effect}.`,
  hint: ({ advice }) => advice,
  example: {
    machine: "alice",
    program: "cloud-init",
    effect: "rewrites /etc/hosts at each boot; Troupe puts its lines back after it",
    advice: "Set `manage_etc_hosts: false` in a file of /etc/cloud/cloud.cfg.d, as `environment.etc` can.",
  },
});

export const noApt = diagnosticKind<{ machine: string; packages: readonly string[] }>({
  code: "TRP5104",
  title: "Packages are missing and cannot be installed",
  blocks: "plan",
  message: ({ machine, packages }) =>
    `${machine} lacks ${packages.join(", ")}, and has no apt-get to install them with.`,
  hint: () => "Install them on the machine by hand; Troupe installs packages on Debian and its relatives only.",
  example: { machine: "alice", packages: ["redis-server", "redis-tools"] },
});

export const unknownPackage = diagnosticKind<{ machine: string; name: string }>({
  code: "TRP5105",
  title: "A machine does not know a package",
  blocks: "nothing",
  message: ({ machine, name }) =>
    `apt on ${machine} knows no package ${name}. Applying updates its lists first; if it is not there either, nothing changes.`,
  example: { machine: "alice", name: "redis-sever" },
});

export const notADirectory = diagnosticKind<{ machine: string; path: string }>({
  code: "TRP5106",
  title: "Something that is not a directory is in the way",
  blocks: "plan",
  message: ({ machine, path }) => `The configuration puts files below ${path} on ${machine}, which is not a directory.`,
  hint: () => "Move it away on the machine, or change the configuration.",
  example: { machine: "alice", path: "/etc/kvstore" },
});

export const packageRemoval = diagnosticKind<{
  machine: string;
  packages: readonly string[];
  removed: readonly string[];
}>({
  code: "TRP5120",
  title: "Installing packages would remove others",
  blocks: "plan",
  message: ({ machine, packages, removed }) =>
    `To install ${packages.join(", ")} on ${machine}, apt would remove ${removed.join(", ")}.`,
  hint: ({ removed }) =>
    `Declare packages that do not exclude ${removed.length === 1 ? "it" : "them"}, or accept the removal with --allow-removal ${removed.join(",")}. A rollback does not bring back packages.`,
  example: { machine: "alice", packages: ["postfix"], removed: ["exim4-base", "exim4-daemon-light"] },
});

export const unresolvedPackages = diagnosticKind<{ machine: string; packages: readonly string[] }>({
  code: "TRP5121",
  title: "apt finds no way to install packages",
  blocks: "nothing",
  message: ({ machine, packages }) =>
    `apt on ${machine} finds no way to install ${packages.join(", ")}. Applying updates its lists first; if there is no way either then, nothing changes.`,
  example: { machine: "alice", packages: ["redis-server"] },
});

export const unplannedPackages = diagnosticKind<{
  machine: string;
  removed: readonly string[];
  upgraded: readonly string[];
}>({
  code: "TRP5122",
  title: "Installing packages would change others that the plan did not name",
  blocks: "plan",
  message: ({ machine, removed, upgraded }) => {
    const parts = [
      ...(removed.length > 0 ? [`remove ${removed.join(", ")}`] : []),
      ...(upgraded.length > 0 ? [`upgrade ${upgraded.join(", ")}`] : []),
    ];
    return `To install packages on ${machine}, apt would now ${parts.join(" and ")}, which the plan did not name. Nothing was changed.`;
  },
  hint: () =>
    "Plan again: the plan names them then. Remove and install packages by hand before a rollback that needs them.",
  example: { machine: "alice", removed: ["exim4-base"], upgraded: [] },
});
