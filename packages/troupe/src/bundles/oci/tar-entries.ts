/** Reading the headers of a tar archive in a stream. */

/** An entry of an archive. Names longer than the header's field are cut off. */
export interface SeenEntry {
  /** The path of the entry, without "./" in front and "/" behind. */
  readonly path: string;
  /** The offset of the entry's content in the archive; `size` is its length. */
  readonly offset: number;
  readonly size: number;
  /** The first bytes of the entry's content. */
  readonly head: Uint8Array;
}

const block = 512;
const headLength = 64;

/** The files, directories and links of an archive, in their order; `wrong` is told what is wrong with it. */
export async function* tarEntries(
  chunks: AsyncIterable<Uint8Array>,
  wrong: (problem: string) => never,
): AsyncGenerator<SeenEntry> {
  const source = chunks[Symbol.asyncIterator]();
  let buffered: Uint8Array = new Uint8Array();
  let position = 0;
  /** The next bytes, fewer only at the end; they stay. */
  const peek = async (length: number): Promise<Buffer> => {
    const parts: Uint8Array[] = [buffered];
    let have = buffered.length;
    while (have < length) {
      const next = await source.next();
      if (next.done === true) break;
      parts.push(next.value);
      have += next.value.length;
    }
    if (parts.length > 1) buffered = Buffer.concat(parts);
    return Buffer.from(buffered.buffer, buffered.byteOffset, Math.min(length, buffered.length));
  };
  const skip = async (length: number): Promise<void> => {
    position += length;
    for (let left = length; left > 0;) {
      if (buffered.length === 0 && (await peek(1)).length === 0) wrong("the archive is cut off");
      const step = Math.min(left, buffered.length);
      buffered = buffered.subarray(step);
      left -= step;
    }
  };

  let seen = 0;
  for (;;) {
    const header = await peek(block);
    if (header.length < block) wrong(seen === 0 ? "it is not a tar archive" : "the archive is cut off");
    if (header.every((byte) => byte === 0)) break;
    if (!isHeader(header)) wrong(seen === 0 ? "it is not a tar archive" : "the archive is damaged");
    seen++;
    const [path, size, type] = [pathOf(header), sizeOf(header), String.fromCharCode(header[156]!)];
    await skip(block);
    const head = await peek(Math.min(size, headLength));
    // Only 0, 7 and what is older than types have content of their own; g, x, L and K are about the entry that follows.
    if (!"gxLK".includes(type)) yield { path, offset: position, size, head: Uint8Array.from(head) };
    await skip(Math.ceil(size / block) * block);
  }
  // The rest is read as well, because the digest covers all bytes of the archive.
  while ((await peek(1)).length > 0) buffered = new Uint8Array();
}

function isHeader(header: Buffer): boolean {
  const stated = Number.parseInt(header.toString("latin1", 148, 156).replace(/[\0 ].*$/s, ""), 8);
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  return sum === stated;
}

function pathOf(header: Buffer): string {
  const text = (from: number, to: number) => header.toString("utf8", from, to).replace(/\0.*$/s, "");
  const prefix = header.toString("latin1", 257, 263) === "ustar\0" ? text(345, 500) : "";
  return `${prefix === "" ? "" : `${prefix}/`}${text(0, 100)}`.replace(/^(\.?\/+)+/, "").replace(/\/+$/, "");
}

function sizeOf(header: Buffer): number {
  // Links and directories may state a size that is not there.
  if ("123456".includes(String.fromCharCode(header[156]!))) return 0;
  if ((header[124]! & 0x80) !== 0) return header.subarray(128, 136).reduce((total, byte) => total * 256 + byte, 0);
  return Number.parseInt(header.toString("latin1", 124, 136).replaceAll(/[\0 ]/g, "") || "0", 8);
}
