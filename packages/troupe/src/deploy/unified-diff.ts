/** Unified diffs of the contents of files. */
import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from "diff";

/** From `before` to `after`; undefined stands for no file. An empty text if they are the same. */
export function unifiedDiff(name: string, before: Uint8Array | undefined, after: Uint8Array | undefined): string {
  const [from, to] = [text(before), text(after)];
  if (from === undefined || to === undefined) return `Binary file ${name} differs\n`;
  if (from === to) return "";
  const patch = structuredPatch(
    before === undefined ? "/dev/null" : name,
    after === undefined ? "/dev/null" : name,
    from,
    to,
    undefined,
    undefined,
    { context: 3 },
  );
  return formatPatch(patch, FILE_HEADERS_ONLY);
}

/** The file's text; undefined if it is not text. */
function text(bytes: Uint8Array = new Uint8Array()): string | undefined {
  try {
    const decoded = new TextDecoder("utf8", { fatal: true }).decode(bytes);
    return decoded.includes("\0") ? undefined : decoded;
  } catch {
    return undefined;
  }
}
