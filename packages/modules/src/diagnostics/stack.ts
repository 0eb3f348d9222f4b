/** Places in stacks, as V8 writes them. */
import type { Site } from "./site.ts";

/**
 * The innermost frame of a stack in a file that is wanted; undefined if there is none.
 *
 * @example
 * stackFrame("Error: no\n    at f (file:///home/ann/troupe.ts:12:3)"); // => { file: "/home/ann/troupe.ts", line: 12, column: 3 }
 */
export function stackFrame(
  stack: string,
  isWanted: (file: string) => boolean = () => true,
): Required<Pick<Site, "file" | "line" | "column">> | undefined {
  for (const text of stack.split("\n")) {
    const match = /^\s*at (?:.*\(|async )?(.+?):(\d+):(\d+)\)?$/.exec(text);
    if (match === null || !isWanted(match[1]!)) continue;
    return { file: match[1]!.replace(/^file:\/\//, "").replace(/\?.*$/, ""), line: Number(match[2]), column: Number(match[3]) };
  }
  return undefined;
}
