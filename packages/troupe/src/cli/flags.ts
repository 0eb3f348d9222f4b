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

/** `--parallel`, for commands that contact machines. */
export const parallelFlag = {
  parallel: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "number",
    brief: "The most machines to contact at once (default: 16 for each processor, at most 64)",
  },
} as const satisfies FlagDefinitions;

/** The flags that accept what a plan refuses, for `plan` and `apply`. */
export const consentFlags = {
  adopt: {
    kind: "parsed",
    parse: String,
    variadic: ",",
    optional: true,
    placeholder: "paths",
    brief: "Take over these files in /etc that Troupe did not write; the originals are kept",
  },
  takeover: {
    kind: "parsed",
    parse: String,
    variadic: ",",
    optional: true,
    placeholder: "names",
    brief: "Let hosts that run the configuration of these machines become other machines, after a rename for example",
  },
  allowRemoval: {
    kind: "parsed",
    parse: String,
    variadic: ",",
    optional: true,
    placeholder: "packages",
    brief: "Let the installation of declared packages remove these packages",
  },
} as const satisfies FlagDefinitions;

/** `--yes`, for commands that ask before they change machines. */
export const yesFlag = {
  yes: { kind: "boolean", default: false, brief: "Do not ask" },
} as const satisfies FlagDefinitions;
