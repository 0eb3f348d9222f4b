/** Problems with the files of a project: TRP40xx. */
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

/** Constructs of TypeScript that Node cannot run, with their replacements. */
const replacements: readonly (readonly [construct: RegExp, words: string, instead: string])[] = [
  [/enum/, "an enum", 'Write const Color = { red: "red", blue: "blue" } as const, or the type "red" | "blue".'],
  [/namespace|module/, "a namespace with values in it", "Write an object, or put it into a file of its own."],
  [/parameter property/, "a parameter property", "Declare the field in the class, and set it in the constructor."],
  [/import =/, "an import with =", 'Write import … from "…".'],
  [/export =/, "an export with =", "Write export default, or export each name."],
];
const replacementOf = (what: string) => replacements.find(([construct]) => construct.test(what));

export const unsupportedTypeScript = diagnosticKind<{ what: string }>({
  code: "TRP4004",
  title: "TypeScript that is more than types",
  blocks: "evaluation",
  message: ({ what }) => {
    const [, words] = replacementOf(what) ?? [];
    return `Node runs TypeScript by leaving out its types, but ${words === undefined ? `this is more than types: ${what}` : `${words} is more than types`}.`;
  },
  hint: ({ what }) => {
    const [, , instead] = replacementOf(what) ?? [];
    return `${instead === undefined ? "" : `${instead} `}With "erasableSyntaxOnly": true in tsconfig.json the editor shows this too.`;
  },
  example: { what: "TypeScript enum is not supported in strip-only mode" },
});

export const importFailed = diagnosticKind<{ what: string; advice: string | undefined }>({
  code: "TRP4005",
  title: "An import that fails",
  blocks: "evaluation",
  message: ({ what }) => `${what}.`,
  hint: ({ advice }) => advice,
  example: { what: 'There is no file "./services"', advice: 'Did you mean "./services.ts"?' },
});

export const projectFailed = diagnosticKind<{ file: string; error: string }>({
  code: "TRP4006",
  title: "An error while a file of the project runs",
  blocks: "evaluation",
  message: ({ file, error }) => `${file} fails when it is loaded: ${error}`,
  hint: ({ error }) =>
    /^ReferenceError: Cannot access .+ before initialization$/.test(error)
      ? "Either it is used above the line that makes it, or two files import each other: then move what both need into a third file."
      : undefined,
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

export const endlessCode = diagnosticKind<{ what: string } & ({ seconds: number } | { megabytes: number })>({
  code: "TRP4009",
  title: "Code that does not come to an end",
  blocks: "evaluation",
  message: (params) =>
    "seconds" in params
      ? `${params.what} has been running for ${params.seconds} s and does not come to an end.`
      : `${params.what} has taken ${params.megabytes} MB of memory and does not come to an end.`,
  hint: (params) =>
    "seconds" in params
      ? `Look for a loop without an end here. If it only needs longer, give it more time, in seconds: TROUPE_TIME_LIMIT=${Math.ceil(params.seconds * 6)}`
      : `Look for a loop without an end here. If it only needs more memory, give it more, in megabytes: NODE_OPTIONS=--max-old-space-size=${Math.ceil(params.megabytes / 500) * 1000}`,
  example: { what: 'perInstance of role "server" of service "store" (instance main, machine alice)', seconds: 10 },
});

export const endlessAwait = diagnosticKind<{ file: string; seconds: number | undefined }>({
  code: "TRP4010",
  title: "An await that does not come to an end",
  blocks: "evaluation",
  message: ({ file, seconds }) =>
    seconds === undefined
      ? `${file} waits for ever: it awaits something that nothing is left to bring about.`
      : `${file} has been awaiting something for ${seconds} s without getting it.`,
  hint: ({ seconds }) =>
    seconds === undefined
      ? "Remove this await, or give what it waits for an end."
      : `If it only needs longer, give it more time, in seconds: TROUPE_TIME_LIMIT=${Math.ceil(seconds * 6)}`,
  example: { file: "troupe.ts", seconds: undefined },
});

export const invalidTimeLimit = diagnosticKind<{ given: string }>({
  code: "TRP4011",
  title: "A time limit that is not a number of seconds",
  blocks: "evaluation",
  message: ({ given }) => `TROUPE_TIME_LIMIT is ${JSON.stringify(given)}, which is not a number of seconds.`,
  hint: () =>
    "Set it to how many seconds code of the project may run, such as 60. Without it, it is 10; with 0 there is no limit.",
  example: { given: "1m" },
});

export const unhandledError = diagnosticKind<{ file: string; error: string }>({
  code: "TRP4012",
  title: "An error that nobody waited for",
  blocks: "evaluation",
  message: ({ file, error }) => `Something that ${file} has begun, and nobody waited for, failed: ${error}`,
  hint: () =>
    "Put await before it at the top level of the file. In services nothing can be awaited: evaluation does no I/O.",
  example: { file: "troupe.ts", error: "Error: getaddrinfo ENOTFOUND api.example.com" },
});

export const projectExited = diagnosticKind<{ file: string }>({
  code: "TRP4013",
  title: "Code of a project that ends the command",
  blocks: "evaluation",
  message: ({ file }) => `${file} ended the command with process.exit, so nothing came of it.`,
  hint: () => "Remove it. To report a problem, throw an error.",
  example: { file: "troupe.ts" },
});

export const inventoryOfClan = diagnosticKind<{ machine: string }>({
  code: "TRP4014",
  title: "Clan's inventory in the place of the project's own",
  blocks: "evaluation",
  message: ({ machine }) =>
    `This inventory is one of Clan's: machine ${JSON.stringify(machine)} has a machineClass, which Troupe calls class.`,
  hint: () => "Give it another name and turn it into one of Troupe: troupe import clan.json --out inventory.json",
  example: { machine: "jon" },
});

export const repeatedKey = diagnosticKind<{ path: string; count: number }>({
  code: "TRP4015",
  title: "A key that one object of JSON has several times",
  blocks: "evaluation",
  message: ({ path, count }) => `\`${path}\` is defined ${count === 2 ? "twice" : `${count} times`} in one JSON file.`,
  hint: () => "Remove all but one: a JSON parser takes the last one, whatever the others say.",
  example: { path: "machines.alice", count: 2 },
});

export const inexactNumber = diagnosticKind<{ number: string }>({
  code: "TRP4016",
  title: "A number in JSON that loses digits",
  blocks: "evaluation",
  message: ({ number }) =>
    `The number ${number.length > 40 ? `${number.slice(0, 40)}…` : number} is beyond ${Number.MAX_SAFE_INTEGER}, the largest that is read exactly.`,
  hint: ({ number }) =>
    number.length > 40 ? undefined : `If the option accepts text, write it in quotes: ${JSON.stringify(number)}.`,
  example: { number: "9007199254740993" },
});

export const notUtf8 = diagnosticKind<{ file: string; byte?: number }>({
  code: "TRP4017",
  title: "A file that is not UTF-8",
  blocks: "evaluation",
  message: ({ file, byte }) =>
    `${file} is not UTF-8: ${byte === undefined ? "it is UTF-16" : `the byte 0x${byte.toString(16).toUpperCase().padStart(2, "0")} belongs to no character`}.`,
  hint: () => "Save it in the encoding UTF-8.",
  example: { file: "inventory.json", byte: 0xe9 },
});

export const nestedTooDeeply = diagnosticKind<{ levels: number }>({
  code: "TRP4018",
  title: "JSON that is nested too deeply",
  blocks: "evaluation",
  message: ({ levels }) => `This JSON is nested too deeply: it has more than ${levels} levels.`,
  example: { levels: 200 },
});

export const forbiddenInput = diagnosticKind<{ name: string; input: string; problem: string }>({
  code: "TRP4030",
  title: "An input that is not code of the project",
  blocks: "evaluation",
  message: ({ name, input, problem }) =>
    `The input ${JSON.stringify(name)} of inventory.json names ${JSON.stringify(input)}, which ${problem}.`,
  hint: () =>
    "Troupe runs inputs, so each one is an installed package (kvstore) or a module inside the project (./services.ts).",
  example: { name: "std", input: "../evil.mjs", problem: "leads out of the project" },
});

export const newerProjectFolder = diagnosticKind<{ folder: string; found: number; known: number }>({
  code: "TRP4031",
  title: "A newer Troupe wrote the folder .troupe",
  blocks: "plan",
  message: ({ folder, found, known }) =>
    `A newer Troupe wrote ${folder}: the folder has version ${found}, and this Troupe knows versions up to ${known}.`,
  hint: () => "Update Troupe, or delete the folder: Troupe makes it anew.",
  example: { folder: "/home/ann/home/.troupe", found: 2, known: 1 },
});
