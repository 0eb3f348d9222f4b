/** The frame of a stack that is a line of the user's code. */
import type { Site } from "@troupe/modules";
import { stackFrame } from "@troupe/modules/internal";

let isOwnCode: (file: string) => boolean = () => false;

/**
 * Declares which files are Troupe's own, for the whole process: a problem is never placed in such a file. Core cannot
 * tell by itself, because the path of a file depends on how Troupe was installed. Without a declaration every file is
 * taken for the user's.
 *
 * @example
 * declareOwnCode((file) => file.startsWith("/opt/troupe/"));
 */
export function declareOwnCode(isOwn: (file: string) => boolean): void {
  isOwnCode = isOwn;
}

/** The innermost frame of the user's code, without the pointer of any other place; undefined if the stack has none. */
export function userFrame(stack: string): Site | undefined {
  const frame = stackFrame(stack, (file) => !file.startsWith("node:") && file !== "<anonymous>" && !isOwnCode(file));
  return frame && { ...frame, pointer: undefined };
}
