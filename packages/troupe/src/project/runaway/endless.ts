/** Finding code that never ends in looks at what is running: pure, so that it can be tested without waiting. */
import { fileURLToPath } from "node:url";
import { isInstalled, isOwnFile } from "../code-owner.ts";

/** One look at what is running. */
export interface Look {
  /** Differs from that of another look if anything has come to an end in between. */
  readonly progress: string;
  /** As V8 writes it. */
  readonly stack: string;
  /** True if there soon is no memory left. */
  readonly short?: boolean;
}

/** A function that was running, and where it was. */
export interface Frame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something that has been running for too long. */
export interface Endless {
  /** The innermost place, of the project where possible, that was running in all looks. */
  readonly at: Frame;
  /** True if it did not have all the time that it may have, because it takes all the memory. */
  readonly short: boolean;
}

/** How many looks without progress make something endless, and where that is looked for. */
export interface Patience {
  /** The file whose function runs the project's code: whatever called that, as a package for command lines does, is no part of it. */
  readonly within: string;
  /** If it is in the project's code. */
  readonly looks: number;
  /** If it is in ours, which the project called. */
  readonly own: number;
  /** If it is in the project's code, and there soon is no memory left. */
  readonly short: number;
}

/**
 * Takes one look after the other and says when something is endless: when nothing came to an end between them, and the same functions,
 * the user's among them, were running in all. Our own code may take as long as it needs.
 */
export function endlessWatcher({ within, looks, own, short }: Patience): (look: Look) => Endless | undefined {
  let progress: string | undefined;
  let common: readonly Frame[] | undefined;
  let quiet = 0;
  return (look) => {
    const all = framesOf(look.stack);
    const frames = all.slice(all.findLastIndex(({ file }) => file === within) + 1);
    if (look.progress !== progress) {
      progress = look.progress;
      common = undefined;
      quiet = 0;
    } else quiet++;
    // What has just been called may still be on the way to where it stays. Between two steps of an async function nothing is on the stack.
    if (quiet > 0 && frames.length > 0) common = common === undefined ? frames : inCommon(common, frames);
    if (common === undefined) return undefined;
    const last = common.findLastIndex(({ file }) => !isOwnFile(file));
    if (last === -1) {
      common = undefined;
      quiet = 0;
      return undefined;
    }
    const patience = last < common.length - 1 ? own : look.short === true ? short : looks;
    if (quiet < patience) return undefined;
    return { short: quiet < looks, at: common.findLast(({ file }) => !isOwnFile(file) && !isInstalled(file)) ?? common[last]! };
  };
}

/** The functions that are running, outermost first; neither those of Node nor those that wait for one that runs. */
export function framesOf(stack: string): readonly Frame[] {
  const frames = stack.split("\n").flatMap((text): readonly Frame[] => {
    const match = /^\s*at (?!async )(?:(.*) \()?((?:file:\/\/)?\/.+?):(\d+):(\d+)\)?$/.exec(text);
    if (match === null) return [];
    const [, name = "", file, line, column] = match;
    return [{ name, file: file!.startsWith("file:") ? fileURLToPath(file!) : file!, line: Number(line), column: Number(column) }];
  });
  return frames.toReversed();
}

/** What both have from the outside on, at the places of the second. */
function inCommon(before: readonly Frame[], now: readonly Frame[]): readonly Frame[] {
  const differs = now.findIndex((frame, index) => before[index]?.name !== frame.name || before[index].file !== frame.file);
  return differs === -1 ? now : now.slice(0, differs);
}
