/** Flags that several commands share. */
import type { Builder } from "../platforms/nixos/details.ts";

/** `--json` and `-C`, which every command has. */
export interface CommonFlags {
  readonly json: boolean;
  readonly directory: string;
}

export const commonFlags = {
  json: { kind: "boolean", brief: "Print JSON instead of text", default: false },
  directory: { kind: "parsed", parse: String, brief: "The folder of the project", placeholder: "folder", default: "." },
} as const;

/** Short forms of {@link commonFlags}. */
export const commonAliases = { C: "directory" } as const;

/** `--on`, for commands that act on machines. */
export interface OnFlag {
  readonly on?: readonly string[];
}

/** `--nix`, for commands that have systems built. */
export interface NixFlag {
  readonly nix?: Builder;
}

export const nixFlag = {
  nix: {
    kind: "enum",
    values: ["here", "there"],
    optional: true,
    brief: "Where NixOS systems are built: on this computer or on the machine (default: here, if Nix is)",
  },
} as const;

export const onFlag = {
  on: {
    kind: "parsed",
    parse: String,
    variadic: ",",
    optional: true,
    brief: "Only these: MACHINE, tag:NAME, class:NAME, cluster:NAME, service:NAME, with ! & , and ( )",
    placeholder: "machines",
  },
} as const;
