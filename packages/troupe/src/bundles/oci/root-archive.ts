/** Reading the tar archive of a root file system, compressed or not, and finding out what has to be known about it. */
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { type FilePart, hashed, readPart, verified } from "./blob.ts";
import type { Base, LayoutStore, Unsuitable } from "./image.ts";
import { tarLayer } from "./media-types.ts";
import { type SeenEntry, tarEntries } from "./tar-entries.ts";

/** The first bytes of compressed files, with the stream that decompresses them. */
const packings = [
  { magic: "1f8b", name: "+gzip", unpack: () => createGunzip() },
  { magic: "28b52ffd", name: "+zstd", unpack: () => createZstdDecompress() },
];
const others: readonly (readonly [magic: string, program: string])[] = [
  ["fd377a585a00", "xz"],
  ["425a68", "bzip2"],
];

/** The archive as a single layer; or, if it is one of an OCI image layout, what is in that. */
export async function rootArchive(file: string, unsuitable: Unsuitable): Promise<Base | LayoutStore> {
  const archive = await partOf(file);
  const begin = (await buffer(readPart({ ...archive, size: Math.min(8, archive.size) }))).toString("hex");
  const starts = (magic: string) => begin.startsWith(magic);
  const unusable = others.find(([magic]) => starts(magic));
  if (unusable !== undefined)
    unsuitable(`no image can hold a layer packed with ${unusable[1]}; unpack it first: ${unusable[1]} -dk ${file}`);
  const packing = packings.find(({ magic }) => starts(magic));

  const [outer, inner] = [createHash("sha256"), createHash("sha256")];
  const source = Readable.from(hashed(readPart(archive), outer));
  const entries: SeenEntry[] = [];
  const look = async (chunks: AsyncIterable<Uint8Array>) => {
    for await (const entry of tarEntries(hashed(chunks, inner), unsuitable)) entries.push(entry);
  };
  await (packing === undefined ? pipeline(source, look) : pipeline(source, packing.unpack(), look));

  const paths = new Set(entries.map(({ path }) => path));
  if (paths.has("oci-layout")) {
    if (packing !== undefined) unsuitable("it is a compressed OCI image layout; unpack it first");
    const parts = new Map(entries.map(({ path, offset, size }) => [path, { file, offset, size }]));
    return async (path) => parts.get(path);
  }
  if (paths.has("manifest.json"))
    unsuitable(`it was written by "docker save"; "skopeo copy docker-archive:FILE oci:FOLDER" makes a layout of it`);
  if (!entries.some(({ path }) => /^(?:usr|bin)(?:\/|$)/.test(path)))
    unsuitable("there is neither usr/ nor bin/ in it, so it is not a root file system");
  const digest = `sha256:${outer.digest("hex")}`;
  const read = () => verified(readPart(archive), digest, () => unsuitable("it changed while it was read"));
  return {
    layers: [
      {
        descriptor: { mediaType: `${tarLayer}${packing?.name ?? ""}`, digest, size: archive.size },
        content: { size: archive.size, read },
      },
    ],
    config: {
      architecture: entries.map(({ head }) => architectureOf(head)).find((name) => name !== undefined) ?? "amd64",
      os: "linux",
      rootfs: { type: "layers", diff_ids: [`sha256:${inner.digest("hex")}`] },
    },
  };
}

async function partOf(file: string): Promise<FilePart> {
  await using handle = await open(file);
  return { file, offset: 0, size: (await handle.stat()).size };
}

/** The names of architectures in images, by the numbers of ELF. */
const architectures: { readonly [machine: number]: string } = {
  3: "386",
  21: "ppc64le",
  22: "s390x",
  40: "arm",
  62: "amd64",
  183: "arm64",
  243: "riscv64",
  258: "loong64",
};

/** The architecture that a program is for. */
function architectureOf(head: Uint8Array): string | undefined {
  const bytes = Buffer.from(head);
  if (bytes.length < 20 || bytes.readUInt32BE(0) !== 0x7f454c46) return undefined;
  return architectures[bytes[5] === 2 ? bytes.readUInt16BE(18) : bytes.readUInt16LE(18)];
}
