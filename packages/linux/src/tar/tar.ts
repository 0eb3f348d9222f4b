/** Reproducible tar archives: the bytes depend on the entries alone, not on their order. */
import { compareBytes, encode } from "../generation/bytes.ts";

/** An entry of an archive. Each {@link TarEntry} belongs to root and has the time 0. */
export type TarEntry = TarFile | TarDirectory | TarLink;

/** A file of an archive. */
export interface TarFile {
  readonly type: "file";
  readonly path: string;
  readonly mode: number;
  readonly bytes: Uint8Array;
}

/**
 * A directory of an archive. `tar` creates missing parents of other entries itself, and keeps the modes of existing
 * ones.
 */
export interface TarDirectory {
  readonly type: "directory";
  readonly path: string;
  readonly mode: number;
}

/** A symbolic link of an archive. */
export interface TarLink {
  readonly type: "link";
  readonly path: string;
  readonly target: string;
}

const block = 512;

/** The two empty blocks after the last {@link TarEntry} of an archive. */
export const tarEnd: Uint8Array = new Uint8Array(2 * block);

/**
 * Returns an uncompressed archive, sorted by path.
 *
 * @example
 * const motd = { type: "file", path: "etc/motd", mode: 0o644, bytes: new TextEncoder().encode("Hello\n") } as const;
 * tarArchive([motd]).length; // => 2048
 */
export function tarArchive(entries: readonly TarEntry[]): Uint8Array {
  const parts = entries.toSorted((a, b) => compareBytes(a.path, b.path)).flatMap(entryBytes);
  return concatenate([...parts, tarEnd]);
}

function entryBytes(entry: TarEntry): readonly Uint8Array[] {
  if (entry.type === "directory") return [header({ path: `${entry.path}/`, mode: entry.mode, type: "5" })];
  if (entry.type === "link") return [header({ path: entry.path, mode: 0o777, type: "2", target: entry.target })];
  return [tarFileHeader(entry.path, entry.mode, entry.bytes.length), entry.bytes, tarPadding(entry.bytes.length)];
}

/**
 * Returns the header of a file, for archives that do not fit into memory. The content and {@link tarPadding} follow the
 * header; {@link tarEnd} follows the last file.
 *
 * @example
 * tarFileHeader("layer.tar", 0o644, 1_000_000).length; // => 512
 */
export function tarFileHeader(path: string, mode: number, size: number): Uint8Array {
  return header({ path, mode, size, type: "0" });
}

/**
 * Returns the zeros that fill the last block of a file of this size.
 *
 * @example
 * tarPadding(1_000_000).length; // => 448
 */
export function tarPadding(size: number): Uint8Array {
  return new Uint8Array((block - (size % block)) % block);
}

interface Header {
  readonly path: string;
  readonly mode: number;
  readonly size?: number;
  readonly type: string;
  readonly target?: string;
}

/** Returns a header in the old GNU format. Names that are too long for its fields are entries before the header. */
function header({ path, mode, size = 0, type, target = "" }: Header): Uint8Array {
  const [name, link] = [encode(path), encode(target)];
  const ownHeader = fields({ name: name.subarray(0, 100), mode, size, type, link: link.subarray(0, 100) });
  return concatenate([
    ...(name.length > 100 ? long("L", path) : []),
    ...(link.length > 100 ? long("K", target) : []),
    ownHeader,
  ]);
}

/** Returns an entry with a long name for the next entry. */
function long(type: string, name: string): readonly Uint8Array[] {
  const content = encode(`${name}\0`);
  const head = fields({
    name: encode("././@LongLink"),
    mode: 0o644,
    size: content.length,
    type,
    link: new Uint8Array(),
  });
  return [head, content, tarPadding(content.length)];
}

interface Fields {
  readonly name: Uint8Array;
  readonly mode: number;
  readonly size: number;
  readonly type: string;
  readonly link: Uint8Array;
}

function fields({ name, mode, size, type, link }: Fields): Uint8Array {
  const bytes = new Uint8Array(block);
  const write = (offset: number, text: string) => bytes.set(encode(text), offset);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
  bytes.set(name);
  write(100, octal(mode, 7));
  write(108, octal(0, 7));
  write(116, octal(0, 7));
  // Sizes of 8 GiB and more do not fit into eleven octal digits, so GNU tar writes such a `size` in binary.
  if (size < 8 ** 11) write(124, octal(size, 11));
  else
    bytes.set([0x80, 0, 0, 0, ...[7, 6, 5, 4, 3, 2, 1, 0].map((place) => Math.floor(size / 256 ** place) % 256)], 124);
  write(136, octal(0, 11));
  write(148, " ".repeat(8));
  write(156, type);
  bytes.set(link, 157);
  write(257, "ustar  \0");
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  write(148, `${octal(sum, 6)} `);
  return bytes;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
