/**
 * The diagnostics of @troupe/nixos: about users' functions, values, options that a platform does not have, flakes, and
 * Clan.
 */
import { diagnosticKind } from "@troupe/modules";
import { didYouMean } from "@troupe/modules/internal";

const quote = (text: string): string => JSON.stringify(text);

const misuses = {
  branch: {
    what: "JavaScript decides on it (`if`, `?:`, `&&`, `||`, `??`, `!`)",
    instead: "lib.mkIf(condition, …), lib.optional(condition, …) or nix`if ${condition} then ${a} else ${b}`",
  },
  compare: { what: "it is compared (`===`, `typeof`)", instead: "nix`${a} == ${b}`" },
  operator: {
    what: "it is joined or compared with an operator of JavaScript",
    instead: "a template string for texts (`${value}-suffix`), or nix`${a} + ${b}`",
  },
  number: { what: "it is calculated with", instead: "nix`${a} + 1`" },
  iterate: { what: "its elements are gone through", instead: "lib.map((element) => …, list), or lists as they are" },
  keys: {
    what: "its attributes are gone through, spread or looked for",
    instead: "lib.mapAttrs((name, value) => …, set), lib.recursiveUpdate(set, { … }) or nix`${set} ? name`",
  },
  index: {
    what: "an element is taken by its number",
    instead: 'lib.elemAt(list, 0); for an attribute that is called so, nix`${set}."80"`',
  },
  method: {
    what: "a method of JavaScript is called",
    instead: 'the function of lib that does the same: lib.map((element) => …, list), lib.concatStringsSep(" ", list)',
  },
  json: { what: "it is made JSON of", instead: "lib.strings.toJSON(value) or lib.generators.toJSON({}, value)" },
  await: { what: "it is waited for", instead: "it as it is: nothing in a module comes later" },
  change: { what: "something in it is changed", instead: "definitions in what the function returns" },
  construct: { what: "it is called with `new`", instead: "it without `new`" },
} as const;

/** The ways in which users take a Nix value for a JavaScript value. */
export type Misuse = keyof typeof misuses;

export const misusedValue = diagnosticKind<{ value: string; how: Misuse }>({
  code: "TRP3201",
  title: "A value that only NixOS will know is used as if it were known",
  blocks: "plan",
  message: ({ value, how }) =>
    `${quoteCode(value)} has a value only when NixOS evaluates the machine, but here ${misuses[how].what}.`,
  hint: ({ how }) => `Use ${misuses[how].instead}.`,
  example: { value: "config.services.nginx.enable", how: "branch" },
});

const quoteCode = (value: string): string =>
  value.includes(" ") ? value[0]!.toUpperCase() + value.slice(1) : `\`${value}\``;

export const notNix = diagnosticKind<{ what: string; place: string }>({
  code: "TRP3202",
  title: "Nix has no such value",
  blocks: "plan",
  message: ({ what, place }) =>
    `Nix has no value for ${what}${what.endsWith(",") ? "" : ","} which stands in ${place}.`,
  example: { what: "undefined", place: '`environment.systemPackages."0"`' },
});

export const unprintableText = diagnosticKind<{ place: string; problem: string }>({
  code: "TRP3203",
  title: "A text cannot be written in Nix",
  blocks: "plan",
  message: ({ place, problem }) => `A text in ${place} holds ${problem}, which a text in Nix cannot hold.`,
  example: { place: "`environment.etc.motd.text`", problem: "a NUL character" },
});

export const damagedValue = diagnosticKind<{ found: string }>({
  code: "TRP3204",
  title: "What stands for a value of NixOS in a text was damaged",
  blocks: "plan",
  message: ({ found }) =>
    `This text was cut or changed where it stands for a value that only NixOS knows: ${quote(found)} is left of it.`,
  hint: () => "Such a text may be joined with others, but not be cut, split or changed; do that with functions of lib.",
  example: { found: "@@troupe-nix:0000" },
});

export const escapedValue = diagnosticKind<{ value: string }>({
  code: "TRP3205",
  title: "A value of NixOS is used in a text outside of the module that it belongs to",
  blocks: "plan",
  message: ({ value }) =>
    `${value} is put into a text outside of the module whose function received it, where it has no value.`,
  hint: () => "Write the text inside `nixosModule: nixos(({ config, pkgs, lib }) => …)`.",
  example: { value: "config.networking.hostName" },
});

export const escapedArgument = diagnosticKind<{ name: string }>({
  code: "TRP3206",
  title: "An argument of a function is used outside of it",
  blocks: "plan",
  message: ({ name }) =>
    `\`${name}\` is the argument of a function, and is used outside of it, where it means nothing.`,
  hint: () => "Use it only in what that function returns.",
  example: { name: "value" },
});

export const shadowedArgument = diagnosticKind<{ name: string }>({
  code: "TRP3207",
  title: "Two functions, one in the other, have an argument of the same name",
  blocks: "plan",
  message: ({ name }) =>
    `\`${name}\` of an outer function is used inside of a function that has an argument \`${name}\` of its own.`,
  hint: () =>
    'Give one of the two arguments another name. Where a name is fixed, as `config` is, write the inner module in a Nix file: nixFile("./modules/inner.nix").',
  example: { name: "config" },
});

export const specialParameter = diagnosticKind<{ name: string }>({
  code: "TRP3208",
  title: "A default or a rest parameter in a function that becomes one of Nix",
  blocks: "plan",
  message: ({ name }) =>
    `The parameter ${quote(name)} has a default value or takes all the rest, but only NixOS knows which values there are.`,
  hint: () => "Name the parameters that are used, and take defaults from options.",
  example: { name: "port" },
});

export const moduleFailed = diagnosticKind<{ what: string; error: string }>({
  code: "TRP3209",
  title: "A function that makes a NixOS module failed",
  blocks: "evaluation",
  message: ({ what, error }) => `${what} failed: ${error}`,
  example: {
    what: "The nixosModule of instance sessions, role primary",
    error: "TypeError: settings.ports.map is not a function",
  },
});

export const noModule = diagnosticKind<{ what: string; got: string }>({
  code: "TRP3210",
  title: "Something that is not a NixOS module",
  blocks: "plan",
  message: ({ what, got }) =>
    `${what} is ${got}. A module is a set of definitions, a function that returns one, nixFile(…), flakeInput(…), or a list of these.`,
  example: { what: "The nixosModule of instance sessions, role primary", got: "a string" },
});

export const noCounterpart = diagnosticKind<{ option: string; platform: string; result: string; why: string }>({
  code: "TRP3220",
  title: "A platform has nothing like an option",
  blocks: "plan",
  message: ({ option, platform, why }) => `\`${option}\` has no counterpart on ${platform}: ${why}.`,
  hint: ({ platform, result }) =>
    `Put it in \`linuxModule\` instead of \`module\`, and what ${platform} needs in \`${result}\`.`,
  example: {
    option: "systemd.services.kvstore",
    platform: "macOS",
    result: "darwinModule",
    why: "it has launchd instead of systemd",
  },
});

export const differsHere = diagnosticKind<{ option: string; found: string; why: string; instead: string }>({
  code: "TRP3221",
  title: "A value means something else, or nothing, on NixOS",
  blocks: "nothing",
  message: ({ option, found, why }) => `\`${option}\` is ${quote(found)}: ${why}.`,
  hint: ({ instead }) => instead,
  example: {
    option: "users.users.ann.shell",
    found: "/bin/bash",
    why: "NixOS has no programs there",
    instead: 'Name the program of a package: bash.bin("bash").',
  },
});

export const priorityOfWhole = diagnosticKind<{ option: string; platform: string; priority: number }>({
  code: "TRP3222",
  title: "A priority for all of an option that NixOS defines too",
  blocks: "plan",
  message: ({ option, platform, priority }) =>
    `\`${option}\` as a whole has the priority ${priority}, but ${platform} itself sets it with 100: ${priority > 100 ? "nothing of this would count" : `what ${platform} sets would be lost`}.`,
  hint: () =>
    "Give the priority to what stands in it: { kvstore: { description: mkDefault(…) } } instead of mkDefault({ kvstore: { description: … } }).",
  example: { option: "systemd.services", platform: "NixOS", priority: 1000 },
});

export const severalLines = diagnosticKind<{ option: string; problem: string }>({
  code: "TRP3223",
  title: "A setting of a unit that would be several lines",
  blocks: "plan",
  message: ({ option, problem }) => `\`${option}\` ${problem}.`,
  example: {
    option: 'systemd.services.web.serviceConfig."X-A\nExecStartPre"',
    problem: "is not the name of a setting: names begin with a letter and have letters, digits, - and _",
  },
});

export const unknownInput = diagnosticKind<{ input: string; known: readonly string[] }>({
  code: "TRP3230",
  title: "The flake has no such input",
  blocks: "plan",
  message: ({ input }) => `flakeInput(${quote(input)}, …) names an input that the flake does not have.`,
  hint: ({ input, known }) => didYouMean(input, known),
  example: { input: "sops-nx", known: ["nixpkgs", "sops-nix"] },
});

export const invalidNixPath = diagnosticKind<{ path: string; why: string }>({
  code: "TRP3231",
  title: "The path of a Nix file is not valid",
  blocks: "plan",
  message: ({ path, why }) => `nixFile(${quote(path)}): ${why}.`,
  hint: () => "Paths begin with ./ and lead from the project's folder to a file in it, as a flake sees nothing else.",
  example: { path: "/etc/nixos/web.nix", why: "it does not begin with ./" },
});

export const notDeployable = diagnosticKind<{ machine: string; deployers: readonly string[] }>({
  code: "TRP3232",
  title: "A machine that nobody can deploy to",
  blocks: "nothing",
  message: ({ machine, deployers }) =>
    `Machine ${quote(machine)} has neither deploy.targetHost nor address, so it is not in what ${deployers.join(" and ")} read${deployers.length === 1 ? "s" : ""}.`,
  hint: ({ machine }) =>
    `Add deploy: { targetHost: "root@192.0.2.1" } to it, or switch on the machine itself: nixos-rebuild switch --flake .#${machine}`,
  example: { machine: "alice", deployers: ["colmena", "deploy-rs"] },
});

export const nameOfColmena = diagnosticKind<{ machine: string }>({
  code: "TRP3233",
  title: "A machine that is called like something of colmena's",
  blocks: "plan",
  message: ({ machine }) =>
    `colmena takes ${quote(machine)} for ${machine === "defaults" ? "what all machines have in common" : "what it needs to know about all machines"}, so no machine can be called that.`,
  hint: () => "Give the machine another name, or leave colmena out of the flake's deployers.",
  example: { machine: "meta" },
});

export const notInClan = diagnosticKind<{ what: string; fate: string; instead?: string | undefined }>({
  code: "TRP3240",
  title: "Something that Clan's inventory has no words for",
  blocks: "nothing",
  message: ({ what, fate }) => `Clan's inventory has no words for ${what}: ${fate}.`,
  hint: ({ instead }) => instead,
  example: {
    what: "filters",
    fate: "role client of instance nightly is written with the machines that they pick now (bob)",
    instead: "Write it again when machines come or go, or use tags.",
  },
});

export const notFromClan = diagnosticKind<{ what: string; why: string; instead?: string | undefined }>({
  code: "TRP3241",
  title: "Something of Clan's inventory that means nothing here",
  blocks: "nothing",
  message: ({ what, why }) => `\`${what}\` of Clan's inventory is left out: ${why}.`,
  hint: ({ instead }) => instead,
  example: { what: "machines.jon.installedAt", why: "`troupe status` asks the machines themselves" },
});

export const malformedClan = diagnosticKind<{ what: string; expected: string; got: string }>({
  code: "TRP3242",
  title: "A file that is no inventory of Clan's",
  blocks: "evaluation",
  message: ({ what, expected, got }) => `In an inventory of Clan's, ${what} is ${expected}, and here it is ${got}.`,
  hint: () =>
    "Take Clan's inventory.json, or what Clan makes of all its parts: nix eval --json .#clanInternals.inventoryClass.inventorySerialization",
  example: { what: "`machines`", expected: "an object", got: "a list" },
});

export const notJson = diagnosticKind<{ what: string; path: string; where: string }>({
  code: "TRP3243",
  title: "A setting that Clan's inventory cannot hold",
  blocks: "plan",
  message: ({ what, path, where }) =>
    `${path === "" ? "A value" : `\`${path}\``} in the settings of ${where} is ${what}, which JSON has no form for.`,
  hint: () => "Settings of Clan are plain data: texts, numbers, true and false, null, lists and objects.",
  example: { what: "a function", path: "rsh", where: "instance nightly, role client" },
});
