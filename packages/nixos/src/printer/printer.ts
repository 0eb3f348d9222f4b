/** From values to text: what everything that is printed goes through. */
import { precedence } from "../expression/expression.ts";
import { startRecording } from "../expression/recording.ts";
import type { Output, Recording } from "../model/expression.ts";
import { hugs, writeValue } from "./values.ts";

/** What {@link startOutput} needs to know about the file that is written. */
export interface OutputOptions {
  readonly recording?: Recording | undefined;
  /** The way from the folder of the file to the one that all paths start from: "../../". */
  readonly toRoot?: string | undefined;
}

/** An empty text. */
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
    toRoot,
    recording,
    value: writeValue,
    hugs,
  };
}

/**
 * A value as a Nix expression, formatted as nixfmt does it. Objects are sets, arrays lists; properties that are undefined are left out.
 *
 * Throws TRP3202 for what Nix has no value for (`undefined` in a list, NaN, a Date), TRP3203 for texts that Nix cannot hold.
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
