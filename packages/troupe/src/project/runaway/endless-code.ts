/** Detects endless code from samples of the stack. Pure: `watchdog.ts` takes the samples. */
import { fileURLToPath } from "node:url";
import { isPackageFile, isTroupeFile } from "../code-owner.ts";

/** A sample of the running code. */
export interface StackSample {
  /** A text that differs between two samples if a call or a turn of the event loop has ended between them. */
  readonly progress: string;
  /** The stack in V8's format. */
  readonly stack: string;
  /** True if the memory is nearly used up. */
  readonly memoryShort?: boolean;
}

/** A running function with its current position. */
export interface Frame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Code that has exceeded a limit. */
export interface EndlessCode {
  /** The innermost frame that is in all samples; a frame of the project if there is one. */
  readonly frame: Frame;
  /** True if the limit for code that uses up the memory was exceeded, rather than the time limit. */
  readonly memoryShort: boolean;
}

/** Numbers of successive samples without progress after which code is endless. */
export interface SampleLimits {
  /**
   * The file whose function calls the project code. Frames outside of that call, such as those of the command line, are
   * ignored.
   */
  readonly caller: string;
  /** The limit for project code. */
  readonly project: number;
  /** The limit for code of Troupe that project code has called. */
  readonly troupe: number;
  /** The limit for project code while the memory is nearly used up. */
  readonly memoryShort: number;
}

/**
 * Returns a function that receives sample after sample and returns the endless code, if any. Code is endless if
 * successive samples show no progress and have common frames, frames of the project among them. Code of Troupe alone is
 * never endless.
 */
export function endlessCodeDetector(limits: SampleLimits): (sample: StackSample) => EndlessCode | undefined {
  let progress: string | undefined;
  let commonFrames: readonly Frame[] | undefined;
  let quietSamples = 0;
  return (sample) => {
    const allFrames = framesOf(sample.stack);
    const frames = allFrames.slice(allFrames.findLastIndex(({ file }) => file === limits.caller) + 1);
    if (sample.progress === progress) quietSamples++;
    else {
      progress = sample.progress;
      commonFrames = undefined;
      quietSamples = 0;
    }
    // The first sample after progress does not count, because a function that was called just now may still call
    // another one. A sample between two steps of an async function has no frames.
    if (quietSamples > 0 && frames.length > 0)
      commonFrames = commonFrames === undefined ? frames : commonStart(commonFrames, frames);
    if (commonFrames === undefined) return undefined;
    const lastOutside = commonFrames.findLastIndex(({ file }) => !isTroupeFile(file));
    if (lastOutside === -1) {
      commonFrames = undefined;
      quietSamples = 0;
      return undefined;
    }
    const isInTroupe = lastOutside < commonFrames.length - 1;
    const limit = isInTroupe ? limits.troupe : sample.memoryShort === true ? limits.memoryShort : limits.project;
    if (quietSamples < limit) return undefined;
    const projectFrame = commonFrames.findLast(({ file }) => !isTroupeFile(file) && !isPackageFile(file));
    return { memoryShort: quietSamples < limits.project, frame: projectFrame ?? commonFrames[lastOutside]! };
  };
}

/** Returns the running functions of a stack, outermost first, without those of Node and without those that await. */
export function framesOf(stack: string): readonly Frame[] {
  const frames = stack.split("\n").flatMap((text): readonly Frame[] => {
    const match = /^\s*at (?!async )(?:(.*) \()?((?:file:\/\/)?\/.+?):(\d+):(\d+)\)?$/.exec(text);
    if (match === null) return [];
    const [, name = "", file, line, column] = match;
    return [
      {
        name,
        file: file!.startsWith("file:") ? fileURLToPath(file!) : file!,
        line: Number(line),
        column: Number(column),
      },
    ];
  });
  return frames.toReversed();
}

/** Returns the frames of `now` that have the functions of `before`, from the outermost on. */
function commonStart(before: readonly Frame[], now: readonly Frame[]): readonly Frame[] {
  const difference = now.findIndex(
    (frame, index) => before[index]?.name !== frame.name || before[index].file !== frame.file,
  );
  return difference === -1 ? now : now.slice(0, difference);
}
