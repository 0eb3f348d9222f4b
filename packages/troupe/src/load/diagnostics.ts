/** Every problem with the files of a project: TRP40xx. */
import { diagnosticKind } from "@troupe/modules";

export const noProject = diagnosticKind<{ folder: string }>({
  code: "TRP4001",
  title: "A folder without a project",
  blocks: "evaluation",
  message: ({ folder }) => `There is no troupe.ts and no inventory.json in ${folder}.`,
  hint: () => "Go to the folder of the project, name it with -C FOLDER, or begin one with: troupe init",
  example: { folder: "/home/ann" },
});

export const invalidJson = diagnosticKind<{ what: string }>({
  code: "TRP4002",
  title: "JSON that cannot be read",
  blocks: "evaluation",
  message: ({ what }) => `This is not valid JSON: ${what}.`,
  example: { what: 'a "," is missing' },
});

export const invalidTypeScript = diagnosticKind<{ what: string }>({
  code: "TRP4003",
  title: "TypeScript that cannot be read",
  blocks: "evaluation",
  message: ({ what }) => `This is not valid TypeScript: ${what}.`,
  example: { what: "Expected '}', got '<eof>'" },
});

export const unsupportedTypeScript = diagnosticKind<{ what: string }>({
  code: "TRP4004",
  title: "TypeScript that is more than types",
  blocks: "evaluation",
  message: ({ what }) => `Node runs TypeScript by leaving out its types, and this is more than types: ${what}.`,
  hint: () => 'Set "erasableSyntaxOnly": true in tsconfig.json to see this in the editor.',
  example: { what: "TypeScript enum is not supported in strip-only mode" },
});

export const importFailed = diagnosticKind<{ what: string }>({
  code: "TRP4005",
  title: "An import that fails",
  blocks: "evaluation",
  message: ({ what }) => `${what}.`,
  hint: () => "Relative imports name the file with its extension: ./services.ts. Packages are installed with npm.",
  example: { what: "There is no module '/home/ann/machines/services'" },
});

export const projectFailed = diagnosticKind<{ file: string; error: string }>({
  code: "TRP4006",
  title: "An error while a file of the project runs",
  blocks: "evaluation",
  message: ({ file, error }) => `${file} fails when it is loaded: ${error}`,
  example: { file: "troupe.ts", error: "ReferenceError: kvstore is not defined" },
});

export const notAnInventory = diagnosticKind<{ file: string; got: string }>({
  code: "TRP4007",
  title: "A troupe.ts that exports no inventory",
  blocks: "evaluation",
  message: ({ file, got }) => `${file} must export an inventory by default, but it exports ${got}.`,
  hint: () => "Write: export default defineInventory({ … }).instances({ … });",
  example: { file: "troupe.ts", got: "nothing" },
});

export const fileUnreadable = diagnosticKind<{ file: string; error: string }>({
  code: "TRP4008",
  title: "A file that cannot be read",
  blocks: "evaluation",
  message: ({ file, error }) => `${file} cannot be read: ${error}.`,
  example: { file: "inventory.json", error: "EACCES: permission denied" },
});

export const endless = diagnosticKind<{ what: string } & ({ seconds: number } | { megabytes: number })>({
  code: "TRP4009",
  title: "Code that does not come to an end",
  blocks: "evaluation",
  message: (params) =>
    "seconds" in params
      ? `${params.what} has been running for ${params.seconds} s and does not come to an end.`
      : `${params.what} has taken ${params.megabytes} MB of memory and does not come to an end.`,
  hint: (params) =>
    "seconds" in params
      ? `If it is no endless loop and only needs longer, give it more time, in seconds: TROUPE_TIME_LIMIT=${Math.ceil(params.seconds * 6)}`
      : `If it is no endless loop and needs more, give it more memory, in megabytes: NODE_OPTIONS=--max-old-space-size=${Math.ceil(params.megabytes / 500) * 1000}`,
  example: { what: 'perInstance of role "server" of service "store" (instance main, machine alice)', seconds: 10 },
});

export const stalled = diagnosticKind<{ file: string; seconds: number | undefined }>({
  code: "TRP4010",
  title: "An await that does not come to an end",
  blocks: "evaluation",
  message: ({ file, seconds }) =>
    seconds === undefined
      ? `${file} awaits something that never comes: nothing is left that could bring it.`
      : `${file} has been awaiting something for ${seconds} s.`,
  hint: ({ seconds }) =>
    seconds === undefined
      ? undefined
      : `If it only needs longer, give it more time, in seconds: TROUPE_TIME_LIMIT=${Math.ceil(seconds * 6)}`,
  example: { file: "troupe.ts", seconds: undefined },
});

export const invalidTimeLimit = diagnosticKind<{ given: string }>({
  code: "TRP4011",
  title: "A time limit that is no number of seconds",
  blocks: "evaluation",
  message: ({ given }) => `TROUPE_TIME_LIMIT is ${JSON.stringify(given)}, which is no number of seconds.`,
  hint: () => "It is how long code of a project may run: 10 if it is not set, no limit if it is 0.",
  example: { given: "1m" },
});

export const inventoryOfClan = diagnosticKind<{ machine: string }>({
  code: "TRP4012",
  title: "Clan's inventory in the place of the project's own",
  blocks: "evaluation",
  message: ({ machine }) =>
    `This inventory is one of Clan's: machine ${JSON.stringify(machine)} has a machineClass, which Troupe calls class.`,
  hint: () => "Give it another name and turn it into one of Troupe: troupe import clan.json --out inventory.json",
  example: { machine: "jon" },
});
