/** The diagnostics of the linux platform: for manifests, and for configurations without type errors. */
import { diagnosticKind } from "@troupe/modules";
import { didYouMean } from "@troupe/modules/internal";

const quote = (text: string): string => JSON.stringify(text);

/** A manifest that cannot be printed or read. */
export const invalidManifest = diagnosticKind<{ reason: string; line?: number }>({
  code: "TRP3001",
  title: "A generation's manifest is not valid",
  blocks: "plan",
  message: ({ reason, line }) => `This manifest is not valid${line === undefined ? "" : ` (line ${line})`}: ${reason}.`,
  hint: () =>
    "Manifests are written by Troupe alone; one that cannot be read was damaged, or written by another version.",
  example: { reason: "lines are not sorted", line: 7 },
});

/** A text of a version that this Troupe does not know. `format` names the text: "manifest". */
export const newerFormat = diagnosticKind<{ format: string; found: number; known: number }>({
  code: "TRP3052",
  title: "A text is of a newer Troupe",
  blocks: "plan",
  message: ({ format, found, known }) =>
    `The ${format} has version ${found}, and this Troupe knows versions up to ${known}.`,
  hint: () => "Update Troupe.",
  example: { format: "manifest", found: 2, known: 1 },
});

export const assertionFailed = diagnosticKind<{ message: string }>({
  code: "TRP3002",
  title: "An assertion of the configuration does not hold",
  blocks: "plan",
  message: ({ message }) => message,
  example: { message: "The primary and its replica must not share a machine." },
});

export const configurationWarning = diagnosticKind<{ message: string }>({
  code: "TRP3003",
  title: "A warning of the configuration",
  blocks: "nothing",
  message: ({ message }) => message,
  example: { message: "The key-value store keeps its data in memory only." },
});

export const invalidText = diagnosticKind<{ what: string; problem: string }>({
  code: "TRP3004",
  title: "A text holds characters that cannot be where it is used",
  blocks: "plan",
  message: ({ what, problem }) => `${what} holds ${problem}.`,
  example: { what: "`systemd.services.kvstore.description`", problem: "a NUL character" },
});

export const invalidUnitName = diagnosticKind<{ name: string; unit: string; suffix: string }>({
  code: "TRP3005",
  title: "The name of a unit is not valid",
  blocks: "plan",
  message: ({ unit }) =>
    `${quote(unit)} cannot be the name of a unit: names have at most 255 letters, digits and : - _ . \\, and at most one @, and begin with neither - nor a dot.`,
  example: { name: "key value store", unit: "key value store.service", suffix: "service" },
});

export const doubledSuffix = diagnosticKind<{ name: string; suffix: string }>({
  code: "TRP3006",
  title: "The name of a unit repeats its suffix",
  blocks: "plan",
  message: ({ name, suffix }) =>
    `The unit ${quote(name)} would be called ${quote(`${name}.${suffix}`)}: the suffix is added to the name.`,
  hint: ({ name }) => `Call it ${quote(name.replace(/\.[a-z]+$/, ""))}.`,
  example: { name: "kvstore.service", suffix: "service" },
});

export const reservedName = diagnosticKind<{ what: string; name: string; why: string }>({
  code: "TRP3007",
  title: "A name is reserved",
  blocks: "plan",
  message: ({ what, name, why }) => `The ${what} ${quote(name)} cannot be declared: ${why}.`,
  example: { what: "unit", name: "troupe-firewall.service", why: "names that begin with troupe- are Troupe's own" },
});

export const noExecStart = diagnosticKind<{ unit: string }>({
  code: "TRP3008",
  title: "A service has nothing to run",
  blocks: "plan",
  message: ({ unit }) => `The service ${quote(unit)} has no \`serviceConfig.ExecStart\` and no \`script\`.`,
  hint: () => 'If this adds to a unit that a package ships, say so: `overrideStrategy: "asDropin"`.',
  example: { unit: "kvstore.service" },
});

export const severalExecStarts = diagnosticKind<{ unit: string; count: number }>({
  code: "TRP3009",
  title: "A service has several main commands",
  blocks: "plan",
  message: ({ unit, count }) =>
    `The service ${quote(unit)} has ${count} main commands (a \`script\` is one); only those of Type=oneshot may have several.`,
  hint: () => 'Keep one, or set serviceConfig.Type to "oneshot" if they are to run one after the other and end.',
  example: { unit: "kvstore.service", count: 2 },
});

export const incompleteUnit = diagnosticKind<{ unit: string; lacks: string }>({
  code: "TRP3010",
  title: "A unit lacks what makes it one",
  blocks: "plan",
  message: ({ unit, lacks }) => `The unit ${quote(unit)} ${lacks}.`,
  example: { unit: "kvstore.socket", lacks: "does not say where to listen (`listenStreams`, `listenDatagrams`)" },
});

export const wantedTemplate = diagnosticKind<{ unit: string }>({
  code: "TRP3011",
  title: "A template cannot be started",
  blocks: "plan",
  message: ({ unit }) => `${quote(unit)} is a template, so nothing can want it as it is.`,
  hint: ({ unit }) =>
    `Declare the instance: ${quote(unit.replace(/@\.[a-z]+$/, "@NAME"))} with \`overrideStrategy: "asDropin"\` and this \`wantedBy\`.`,
  example: { unit: "kvstore@.service" },
});

export const unknownSetting = diagnosticKind<{
  unit: string;
  section: string;
  setting: string;
  known: Iterable<string>;
}>({
  code: "TRP3012",
  title: "systemd does not know a setting",
  blocks: "nothing",
  message: ({ unit, section, setting }) =>
    `systemd knows no setting ${quote(setting)} in [${section}] of ${quote(unit)}, and will ignore it.`,
  hint: ({ setting, known }) => {
    const advice = didYouMean(setting, known);
    return advice?.startsWith("Did you mean") === true ? advice : undefined;
  },
  example: {
    unit: "kvstore.service",
    section: "Service",
    setting: "ExecStrat",
    known: ["ExecStart", "ExecStop", "Type"],
  },
});

export const specifierInValue = diagnosticKind<{ variable: string; found: string }>({
  code: "TRP3013",
  title: "A percent sign that systemd will replace",
  blocks: "nothing",
  message: ({ variable, found }) =>
    `The environment variable ${variable} holds ${quote(found)}, of which systemd replaces ${quote(found.slice(0, 2))} as one of its specifiers.`,
  hint: ({ found }) => `If it is meant as it stands, write ${quote(`%${found}`)}.`,
  example: { variable: "GREETING", found: "%hello" },
});

export const invalidVariable = diagnosticKind<{ name: string }>({
  code: "TRP3014",
  title: "The name of an environment variable is not valid",
  blocks: "plan",
  message: ({ name }) =>
    `${quote(name)} cannot be the name of an environment variable: names have letters, digits and _, and do not begin with a digit.`,
  example: { name: "2ND_PORT" },
});

export const invalidSetting = diagnosticKind<{ unit: string; section: string; setting: string }>({
  code: "TRP3015",
  title: "The name of a setting is not valid",
  blocks: "plan",
  message: ({ unit, section, setting }) =>
    `${quote(setting)} cannot be the name of a setting in [${section}] of ${quote(unit)}: names begin with a letter and have letters, digits, - and _.`,
  example: { unit: "kvstore.service", section: "Service", setting: "Exec Start" },
});

export const invalidStateFolder = diagnosticKind<{ unit: string; setting: string; folder: string }>({
  code: "TRP3016",
  title: "A folder of a service is not valid",
  blocks: "plan",
  message: ({ unit, setting, folder }) =>
    `${quote(folder)} cannot be in ${setting} of ${quote(unit)}: folders are relative paths without "..", and not below "private".`,
  example: { unit: "kvstore.service", setting: "StateDirectory", folder: "../etc" },
});

export const invalidValue = diagnosticKind<{
  unit: string;
  setting: string;
  value: string;
  expected: string;
  hint?: string | undefined;
}>({
  code: "TRP3017",
  title: "systemd would ignore the value of a setting",
  blocks: "plan",
  message: ({ unit, setting, value, expected }) =>
    `systemd would ignore ${setting}=${value} of ${quote(unit)}: ${setting} is ${expected}.`,
  hint: ({ hint }) => hint,
  example: {
    unit: "kvstore.service",
    setting: "Restart",
    value: "allways",
    expected: "one of no, always, on-failure",
    hint: 'Did you mean "always"?',
  },
});

export const invalidEtcTarget = diagnosticKind<{ target: string }>({
  code: "TRP3020",
  title: "A file is not below /etc",
  blocks: "plan",
  message: ({ target }) =>
    `${quote(target)} is not a path below /etc: it must not begin with / and not hold "..", "." or empty parts.`,
  hint: ({ target }) => (target.startsWith("/etc/") ? `Write ${quote(target.slice(5))}.` : undefined),
  example: { target: "/etc/motd" },
});

export const etcConflict = diagnosticKind<{ target: string; names: readonly string[]; why: string }>({
  code: "TRP3021",
  title: "Two files have one place",
  blocks: "plan",
  message: ({ target, names, why }) =>
    `${names.map((name) => `\`environment.etc.${quote(name)}\``).join(" and ")} ${why} /etc/${target}.`,
  hint: () => "Remove one of them, or give it another `target`.",
  example: { target: "kv/kv.conf", names: ["kv", "kv/kv.conf"], why: "both make" },
});

export const emptyEtc = diagnosticKind<{ target: string }>({
  code: "TRP3022",
  title: "A file has no content",
  blocks: "plan",
  message: ({ target }) => `/etc/${target} is declared, but nobody gives its \`text\`.`,
  hint: () => 'For an empty file, set `text: ""`.',
  example: { target: "motd" },
});

export const invalidAccount = diagnosticKind<{ what: string; name: string }>({
  code: "TRP3030",
  title: "The name of a user or group is not valid",
  blocks: "plan",
  message: ({ what, name }) =>
    `${quote(name)} cannot be the name of a ${what}: names have at most 31 letters, digits and _ - . and begin with a letter or _.`,
  example: { what: "user", name: "key value" },
});

export const unknownGroup = diagnosticKind<{ user: string; group: string; known: Iterable<string> }>({
  code: "TRP3031",
  title: "A user's group is not declared",
  blocks: "plan",
  message: ({ user, group }) =>
    `The user ${quote(user)} is to be in the group ${quote(group)}, which is neither declared nor comes with Debian.`,
  hint: ({ group, known }) => {
    const advice = didYouMean(group, known);
    return `${advice?.startsWith("Did you mean") === true ? `${advice} ` : ""}Declare it, also if a package makes it: \`users.groups.${group} = {}\`.`;
  },
  example: { user: "ann", group: "whell", known: ["adm", "sudo", "wheel"] },
});

export const userKind = diagnosticKind<{ user: string }>({
  code: "TRP3032",
  title: "A user is neither a person nor a service",
  blocks: "plan",
  message: ({ user }) =>
    `Exactly one of \`isNormalUser\` and \`isSystemUser\` must be true for the user ${quote(user)}.`,
  hint: ({ user }) =>
    `For a person \`users.users.${user}.isNormalUser = true\`, for a service \`isSystemUser = true\`.`,
  example: { user: "ann" },
});

export const noGroup = diagnosticKind<{ user: string }>({
  code: "TRP3033",
  title: "A system user has no group",
  blocks: "plan",
  message: ({ user }) => `The system user ${quote(user)} needs a primary \`group\`.`,
  hint: ({ user }) => `Usually one of the same name: \`users.groups.${user} = {}\` and \`group: ${quote(user)}\`.`,
  example: { user: "kvstore" },
});

export const doubledAccount = diagnosticKind<{ what: string; value: string | number; names: readonly string[] }>({
  code: "TRP3034",
  title: "Two accounts are the same",
  blocks: "plan",
  message: ({ what, value, names }) => `${names.map(quote).join(" and ")} have the same ${what}, ${value}.`,
  hint: () => "Give one of them another one, or leave it out: then a free one is taken.",
  example: { what: "uid", value: 990, names: ["kvstore", "web"] },
});

export const unknownMember = diagnosticKind<{ group: string; user: string; known: Iterable<string> }>({
  code: "TRP3035",
  title: "A group's member is not declared",
  blocks: "plan",
  message: ({ group, user }) =>
    `The group ${quote(group)} is to have the member ${quote(user)}, but no such user is declared.`,
  hint: ({ user, known }) => didYouMean(user, known),
  example: { group: "kvstore", user: "anne", known: ["ann", "bob"] },
});

export const invalidPath = diagnosticKind<{ what: string; path: string }>({
  code: "TRP3036",
  title: "A path is not absolute",
  blocks: "plan",
  message: ({ what, path }) => `${what} ${quote(path)} must be an absolute path, without "." and "..".`,
  hint: ({ path }) =>
    /^[\w-]+\//.test(path) ? `Write ${quote(`/${path}`)}.` : "Write it from the root, beginning with /.",
  example: { what: "The home directory", path: "home/ann" },
});

export const invalidAccountNumber = diagnosticKind<{ what: string; value: number }>({
  code: "TRP3037",
  title: "The number of a user or group is not valid",
  blocks: "plan",
  message: ({ what, value }) => `${value} cannot be the number of a ${what}: numbers go to 4294967294, without 65535.`,
  example: { what: "user", value: 65535 },
});

export const invalidHost = diagnosticKind<{ what: string; value: string }>({
  code: "TRP3040",
  title: "An address or a host name is not valid",
  blocks: "plan",
  message: ({ what, value }) => `${quote(value)} is not ${what}.`,
  example: { what: "an IP address", value: "192.0.2.256" },
});

export const emptyRange = diagnosticKind<{ from: number; to: number }>({
  code: "TRP3041",
  title: "A range of ports is empty",
  blocks: "plan",
  message: ({ from, to }) => `There are no ports from ${from} to ${to}.`,
  hint: ({ from, to }) => `Write the smaller number first: { from: ${to}, to: ${from} }.`,
  example: { from: 61000, to: 60000 },
});

export const invalidInterface = diagnosticKind<{ name: string }>({
  code: "TRP3042",
  title: "The name of a network interface is not valid",
  blocks: "plan",
  message: ({ name }) =>
    `${quote(name)} cannot be the name of a network interface: names have at most 15 characters, without blanks and /; a * at the end stands for any rest.`,
  example: { name: "a-very-long-interface-name" },
});

export const invalidParameter = diagnosticKind<{ name: string }>({
  code: "TRP3043",
  title: "The name of a kernel parameter is not valid",
  blocks: "plan",
  message: ({ name }) =>
    `${quote(name)} cannot be the name of a kernel parameter: names have no blanks and no parts that are empty, "." or "..".`,
  hint: ({ name }) => {
    const parts = name.split(/[^A-Za-z0-9_*:@-]+/).filter((part) => part !== "");
    return parts.length < 2 || /^\.{1,2}[./]|[./]\.{1,2}\//.test(name)
      ? undefined
      : `Write ${quote(parts.join("."))}, as sysctl -a shows it.`;
  },
  example: { name: "net ipv4 ip_forward" },
});

export const sameParameter = diagnosticKind<{ names: readonly string[]; parameter: string }>({
  code: "TRP3046",
  title: "Two names of one kernel parameter",
  blocks: "plan",
  message: ({ names, parameter }) =>
    `${names.map(quote).join(" and ")} are names of one kernel parameter, /proc/sys/${parameter}.`,
  hint: () => "Keep one of them.",
  example: { names: ["net.ipv4.ip_forward", "net/ipv4/ip_forward"], parameter: "net/ipv4/ip_forward" },
});

export const invalidRule = diagnosticKind<{ rule: string }>({
  code: "TRP3044",
  title: "A line of tmpfiles.d is not valid",
  blocks: "plan",
  message: ({ rule }) =>
    `${quote(rule)} is not a line of tmpfiles.d: it begins with a type, a blank and an absolute path without "." and "..".`,
  hint: () => `For example: "d /srv/data 0750 data data -".`,
  example: { rule: "/srv/data 0750 data data -" },
});

export const sshNotAllowed = diagnosticKind({
  code: "TRP3045",
  title: "The firewall lets nobody in by SSH",
  blocks: "nothing",
  message: () =>
    "The firewall is enabled, but does not let in TCP port 22, through which machines are usually reached.",
  hint: () =>
    "`networking.firewall.allowedTCPPorts: [22]`, unless SSH listens elsewhere. A switch that cuts Troupe off is taken back by itself.",
  example: {},
});

export const oneHealthCheck = diagnosticKind<{ name: string; count: number }>({
  code: "TRP3050",
  title: "A health check checks nothing, or several things",
  blocks: "plan",
  message: ({ name, count }) =>
    `The health check ${quote(name)} has ${count === 0 ? "none" : "several"} of \`script\`, \`tcp\` and \`http\`; it needs exactly one.`,
  hint: ({ count }) =>
    count === 0 ? "Add one, such as `tcp: { port: 80 }`." : "Keep one of them, or make a check for each.",
  example: { name: "kvstore", count: 2 },
});

export const invalidName = diagnosticKind<{ what: string; name: string }>({
  code: "TRP3051",
  title: "A name cannot be a file name",
  blocks: "plan",
  message: ({ what, name }) =>
    `${quote(name)} cannot be the name of a ${what}: names have only letters, digits and _ . @ : -`,
  example: { what: "health check", name: "key value store" },
});
