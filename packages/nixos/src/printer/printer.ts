/** `printNix`, and the output that every printed file starts with. */
import { precedence } from "../expression/expression.ts";
import { startRecording } from "../expression/recording.ts";
import type { Output, Recording } from "../model/expression.ts";
import { hugs, writeValue } from "./values.ts";

/** The options of {@link startOutput}. */
export interface OutputOptions {
  readonly recording?: Recording | undefined;
  /** The path from the folder of the file to the folder of the flake: `"../../"`. */
  readonly toRoot?: string | undefined;
}

/** Returns an empty output. */
export function startOutput({ recording = startRecording(), toRoot = "./" }: OutputOptions = {}): Output {
  return {
    text: "",
    lineStart: 0,
    indent: "",
    lineBreak: "\n",
    layout: "lines",
    overflow: false,
    path: [],
    used: new Set(),
    bound: undefined,
    inputs: undefined,
    paths: undefined,
    toRoot,
    recording,
    value: writeValue,
    hugs,
  };
}

/**
 * Returns a value as a Nix expression, in the format of nixfmt. Objects are sets, arrays are lists; undefined
 * properties are left out.
 *
 * Throws TRP3202 for a value that Nix does not have (`undefined` in a list, NaN, a Date), and TRP3203 for a text that
 * Nix cannot hold.
 *
 * @example
 * printNix({ networking: { hostName: "alice", firewall: { allowedTCPPorts: [22] } } });
 * // => '{\n  networking = {\n    hostName = "alice";\n    firewall.allowedTCPPorts = [ 22 ];\n  };\n}'
 */
export function printNix(value: unknown): string {
  const out = startOutput();
  writeValue(out, value, precedence.any);
  return out.text;
}
