/** Places in stacks, in V8's notation. */
import type { Site } from "../model/site.ts";

/**
 * The innermost frame of a stack in a file that is wanted; undefined if there is none.
 *
 * @example
 * stackFrame("Error: no\n    at f (file:///home/ann/troupe.ts:12:3)"); // => { file: "/home/ann/troupe.ts", line: 12, column: 3 }
 */
export function stackFrame(
  stack: string,
  isWanted: (file: string) => boolean = () => true,
): (Site & { readonly file: string; readonly line: number; readonly column: number }) | undefined {
  for (const text of stack.split("\n")) {
    const match = /^\s*at (?:.*\(|async )?(.+?):(\d+):(\d+)\)?$/.exec(text);
    const file = match === null ? undefined : plainPath(match[1]!);
    if (file === undefined || !isWanted(file)) continue;
    return { file, line: Number(match![2]), column: Number(match![3]) };
  }
  return undefined;
}

/** Frames of ES modules have the URL of their file. */
function plainPath(place: string): string {
  if (!place.startsWith("file://")) return place;
  const path = place.slice("file://".length).replace(/\?.*$/, "");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
