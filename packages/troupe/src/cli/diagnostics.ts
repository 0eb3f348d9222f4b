/** Problems with the command line: TRP60xx. */
import { diagnosticKind } from "@troupe/modules";

export const unknownOnMachine = diagnosticKind<{ name: string }>({
  code: "TRP6001",
  title: "A machine that does not exist, on the command line",
  blocks: "plan",
  message: ({ name }) => `There is no machine ${JSON.stringify(name)}.`,
  example: { name: "alise" },
});

export const unknownOnTag = diagnosticKind<{ name: string }>({
  code: "TRP6002",
  title: "--on with a tag that does not exist",
  blocks: "plan",
  message: ({ name }) => `--on names the tag ${JSON.stringify(name)}, which no machine carries.`,
  example: { name: "laptops" },
});

export const noMachinesChosen = diagnosticKind({
  code: "TRP6003",
  title: "A command for no machine",
  blocks: "plan",
  message: () => "No machine is meant, so there is nothing to do.",
  hint: () => "Add a machine to `machines`, or name others with --on.",
  example: {},
});

export const needsConfirmation = diagnosticKind<{ what: string }>({
  code: "TRP6004",
  title: "A question with nobody to answer it",
  blocks: "plan",
  message: ({ what }) =>
    `${what} asks before it changes anything, and there is nobody to ask here: input or output is not a terminal.`,
  hint: () => "Look at the plan (troupe plan), and add --yes to do it without being asked.",
  example: { what: "troupe apply" },
});

export const fileInTheWay = diagnosticKind<{ files: readonly string[]; instead: string }>({
  code: "TRP6005",
  title: "A file in the way of a new one",
  blocks: "plan",
  message: ({ files }) =>
    `Nothing was written, because there already ${files.length === 1 ? "is" : "are"} ${files.join(" and ")}.`,
  hint: ({ instead }) => instead,
  example: { files: ["troupe.ts"], instead: "Begin in an empty folder: troupe init FOLDER" },
});

export const interrupted = diagnosticKind({
  code: "TRP6008",
  title: "A command that was interrupted",
  blocks: "plan",
  message: () => "The command was interrupted.",
  hint: () =>
    "troupe status shows what the machines run. A switch that was not confirmed is taken back by the machine itself.",
  example: {},
});

export const exclusiveFlags = diagnosticKind<{ flags: readonly [string, string]; hint: string }>({
  code: "TRP6009",
  title: "Flags that do not go together",
  blocks: "plan",
  message: ({ flags: [one, other] }) => `${one} and ${other} do not go together.`,
  hint: ({ hint }) => hint,
  example: { flags: ["--watch", "--pure"], hint: "Leave out one of them." },
});

export const unknownExtensionCommand = diagnosticKind<{ name: string }>({
  code: "TRP6010",
  title: "A command that no extension adds",
  blocks: "plan",
  message: ({ name }) => `No extension of this project adds a command ${JSON.stringify(name)}.`,
  hint: () => "troupe run lists those there are.",
  example: { name: "monitoring:targets" },
});

export const goesAlone = diagnosticKind<{ flag: string; writes: string; other: string }>({
  code: "TRP6011",
  title: "A flag for all machines together with a flag for packages",
  blocks: "plan",
  message: ({ flag, writes, other }) => `${flag} writes ${writes}, so it does not go with ${other}.`,
  hint: ({ other }) => `Leave out ${other}.`,
  example: { flag: "--clan", writes: "the whole inventory", other: "--as" },
});

export const clanFileName = diagnosticKind<{ file: string }>({
  code: "TRP6013",
  title: "A file for Clan that is neither JSON nor Nix",
  blocks: "plan",
  message: ({ file }) => `${file} ends neither with .json nor with .nix, which are the forms that Clan reads.`,
  example: { file: "inventory.yaml" },
});

export const ownInventoryFile = diagnosticKind<{ file: string }>({
  code: "TRP6014",
  title: "Clan's inventory in the place of the project's own",
  blocks: "plan",
  message: ({ file }) => `${file} is the project's own inventory, which Clan's must not replace.`,
  hint: () => "Clan's inventory.json lies in the folder of the clan; here it needs another name.",
  example: { file: "inventory.json" },
});

export const noNumber = diagnosticKind<{ flag: string; value: string }>({
  code: "TRP6015",
  title: "A flag whose value is not a number",
  blocks: "plan",
  message: ({ flag, value }) => `${flag} needs a number from 1 to 9999, and ${JSON.stringify(value)} is not one.`,
  example: { flag: "--parallel", value: "many" },
});

export const unusedFlag = diagnosticKind<{ flag: string; value: string; what: string }>({
  code: "TRP6016",
  title: "Consent that the plan has no use for",
  blocks: "nothing",
  message: ({ flag, value, what }) => `${flag} ${value} changes nothing: ${what}.`,
  example: { flag: "--adopt", value: "ntp.conf", what: "no machine of this plan declares /etc/ntp.conf" },
});
