/**
 * A read-only file system for a few files: ISO 9660 (ECMA-119) with a single directory. Names are written as they are,
 * in small letters and with hyphens, as `genisoimage -allow-lowercase -relaxed-filenames` does; every system that
 * mounts it shows them so.
 */

const sector = 2048;
/** Two descriptors after the system area, two path tables, the directory; then the files. */
const [descriptors, tables, directory, content] = [16, 18, 20, 21];
const pathTableSize = 10;

/** The image. There are no times in it: equal files give equal bytes. */
export function isoImage(label: string, files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const names = [...files.keys()].toSorted();
  let end = content;
  const records = names.map((name) => {
    const { length } = files.get(name)!;
    const start = end;
    end += Math.ceil(length / sector);
    return { name, start, length };
  });

  const image = Buffer.alloc(end * sector);
  const put = (at: number, bytes: Uint8Array) => image.set(bytes, at * sector);
  put(descriptors, volumeDescriptor(label, end));
  put(descriptors + 1, Buffer.concat([Buffer.from([255]), Buffer.from("CD001"), Buffer.from([1])]));
  put(
    tables,
    pathTable((offset, bytes) => bytes.writeUInt32LE(directory, offset), [1, 0]),
  );
  put(
    tables + 1,
    pathTable((offset, bytes) => bytes.writeUInt32BE(directory, offset), [0, 1]),
  );
  const self = (name: string) => record({ name, start: directory, length: sector }, true);
  put(directory, Buffer.concat([self("\0"), self("\u0001"), ...records.map((each) => record(each, false))]));
  for (const { name, start } of records) put(start, files.get(name)!);
  return image;
}

/** A descriptor has every number in both byte orders. */
const both16 = (value: number): Uint8Array => Uint8Array.from([value & 255, value >> 8, value >> 8, value & 255]);
function both32(value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(value, 0);
  bytes.writeUInt32BE(value, 4);
  return bytes;
}

/** The primary volume descriptor (ECMA-119, 8.4). */
function volumeDescriptor(label: string, sectors: number): Uint8Array {
  const bytes = Buffer.alloc(sector);
  const fill = (from: number, to: number, text = "") => bytes.write(text.padEnd(to - from), from, "latin1");
  bytes[0] = 1;
  bytes.write("CD001", 1);
  bytes[6] = 1;
  fill(8, 40);
  fill(40, 72, label);
  bytes.set(both32(sectors), 80);
  bytes.set(both16(1), 120);
  bytes.set(both16(1), 124);
  bytes.set(both16(sector), 128);
  bytes.set(both32(pathTableSize), 132);
  bytes.writeUInt32LE(tables, 140);
  bytes.writeUInt32BE(tables + 1, 148);
  bytes.set(record({ name: "\0", start: directory, length: sector }, true), 156);
  fill(190, 813);
  // Four dates that say nothing: digits 0, offset 0.
  for (const date of [813, 830, 847, 864]) bytes.write("0".repeat(16), date);
  bytes[881] = 1;
  return bytes;
}

/** The one entry of a path table: the root. */
function pathTable(writeStart: (offset: number, bytes: Buffer) => void, parent: readonly [number, number]): Uint8Array {
  const bytes = Buffer.alloc(pathTableSize);
  bytes[0] = 1;
  writeStart(2, bytes);
  bytes.set(parent, 6);
  return bytes;
}

/** A directory record (ECMA-119, 9.1), from 1970. */
function record(
  { name, start, length }: { readonly name: string; readonly start: number; readonly length: number },
  isDirectory: boolean,
): Uint8Array {
  const size = 33 + name.length + ((name.length + 1) % 2);
  const bytes = Buffer.alloc(size);
  bytes[0] = size;
  bytes.set(both32(start), 2);
  bytes.set(both32(length), 10);
  bytes.set([70, 1, 1], 18);
  bytes[25] = isDirectory ? 2 : 0;
  bytes.set(both16(1), 28);
  bytes[32] = name.length;
  bytes.write(name, 33, "latin1");
  return bytes;
}
