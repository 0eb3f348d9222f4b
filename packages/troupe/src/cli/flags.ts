/** Flags that several commands share. */
import type { FlagDefinitions, FlagValues } from "./flag-definition.ts";

/** `--json` and `-C`, which every command has. */
export const commonFlags = {
  json: { kind: "boolean", brief: "Print JSON instead of text", default: false },
  directory: { kind: "parsed", parse: String, brief: "The folder of the project", placeholder: "folder", default: "." },
} as const satisfies FlagDefinitions;

export type CommonFlags = FlagValues<typeof commonFlags>;

/** Short forms of {@link commonFlags}. */
export const commonAliases = { C: "directory" } as const;

/** `--on`, for commands that act on machines. */
export const onFlag = {
  on: {
    kind: "parsed",
    parse: String,
    variadic: ",",
    optional: true,
    brief: "Only these: MACHINE, tag:NAME, class:NAME, cluster:NAME, service:NAME, with ! & , and ( )",
    placeholder: "machines",
  },
} as const satisfies FlagDefinitions;

/** `--full`, for commands that show a plan. */
export const fullFlag = {
  full: { kind: "boolean", default: false, brief: "Show whole files and all machines" },
} as const satisfies FlagDefinitions;

/** `--yes`, for commands that ask before they change machines. */
export const yesFlag = {
  yes: { kind: "boolean", default: false, brief: "Do not ask" },
} as const satisfies FlagDefinitions;
