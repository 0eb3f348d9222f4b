/**
 * Scans a JSON text for the faults that `JSON.parse` accepts: repeated keys, numbers that lose digits, and nesting
 * without a limit.
 */

/** A key that one object of the text has several times. */
export interface RepeatedKey {
  readonly pointer: readonly string[];
  /** The offset of each occurrence. */
  readonly offsets: readonly number[];
}

/** A number that no double represents exactly. */
export interface InexactNumber {
  readonly pointer: readonly string[];
  readonly offset: number;
  readonly text: string;
}

/** The faults of a JSON text. */
export interface JsonFaults {
  /** The offset of the bracket that begins a level below {@link deepestNesting}. The scan ends there. */
  readonly tooDeepAt?: number;
  readonly repeatedKeys: readonly RepeatedKey[];
  readonly inexactNumbers: readonly InexactNumber[];
}

/**
 * The number of levels that a JSON text may have. It lies below the depth at which `force` of @troupe/modules reports
 * endless values.
 */
export const deepestNesting = 200;

/** An object or array that the scan is inside of. */
interface Frame {
  /** The offset of each key; undefined for an array. */
  readonly offsets: Map<string, number> | undefined;
  readonly repeated: Map<string, number[]>;
  /** The key or index at which the scan is. */
  at: string | number;
}

const space = /[ \t\r\n]*/y;
const number = /-?\d[\d.eE+-]*/y;

/** Returns the faults of a text. Of a text that is no JSON, only `tooDeepAt` means anything. */
export function scanJson(text: string): JsonFaults {
  const repeatedKeys: RepeatedKey[] = [];
  const inexactNumbers: InexactNumber[] = [];
  const frames: Frame[] = [];
  let frame: Frame | undefined;
  const pointer = (): string[] => frames.map(({ at }) => String(at));
  for (let offset = 0; offset < text.length; offset++) {
    switch (text[offset]) {
      case '"': {
        const end = endOfString(text, offset);
        if (frame?.offsets !== undefined && text[endOf(space, text, end)] === ":")
          enterKey(frame, text.slice(offset, end), offset);
        offset = end - 1;
        break;
      }
      case "{":
      case "[":
        if (frames.length === deepestNesting) return { tooDeepAt: offset, repeatedKeys, inexactNumbers };
        frame = { offsets: text[offset] === "{" ? new Map() : undefined, repeated: new Map(), at: 0 };
        frames.push(frame);
        break;
      case "}":
      case "]": {
        const above = pointer().slice(0, -1);
        for (const [key, offsets] of frame?.repeated ?? []) repeatedKeys.push({ pointer: [...above, key], offsets });
        frames.pop();
        frame = frames.at(-1);
        break;
      }
      case ",":
        if (typeof frame?.at === "number") frame.at++;
        break;
      default: {
        const end = endOf(number, text, offset);
        if (end === offset) break;
        const found = text.slice(offset, end);
        if (Math.abs(Number(found)) > Number.MAX_SAFE_INTEGER)
          inexactNumbers.push({ pointer: pointer(), offset, text: found });
        offset = end - 1;
      }
    }
  }
  return { repeatedKeys, inexactNumbers };
}

function enterKey(frame: Frame, quoted: string, offset: number): void {
  const key = unquoted(quoted);
  frame.at = key;
  const first = frame.offsets!.get(key);
  if (first === undefined) frame.offsets!.set(key, offset);
  else if (!frame.repeated.has(key)) frame.repeated.set(key, [first, offset]);
  else frame.repeated.get(key)!.push(offset);
}

/** Returns the text of a string; a string with an invalid escape as it stands. */
function unquoted(quoted: string): string {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted;
  }
}

function endOf(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : offset;
}

function endOfString(text: string, start: number): number {
  for (let offset = start + 1; offset < text.length; offset++) {
    if (text[offset] === "\\") offset++;
    else if (text[offset] === '"') return offset + 1;
  }
  return text.length;
}
