/** Blobs: content that is called by its digest, and found to be what it is called. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { FileContent } from "../../files/write-whole.ts";

/** The reference of an image to a blob. */
export interface Descriptor {
  readonly mediaType: string;
  /** `sha256:…` */
  readonly digest: string;
  readonly size: number;
  readonly annotations?: { readonly [name: string]: string };
}

/** A blob with its content. */
export interface Blob {
  readonly descriptor: Descriptor;
  readonly content: FileContent;
}

/** A blob of bytes. */
export function blobOf(mediaType: string, bytes: Uint8Array): Blob {
  const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  return { descriptor: { mediaType, digest, size: bytes.length }, content: bytes };
}

/** A blob of JSON. */
export const jsonBlob = (mediaType: string, value: unknown): Blob =>
  blobOf(mediaType, Buffer.from(JSON.stringify(value)));

/** A part of a file. */
export interface FilePart {
  readonly file: string;
  readonly offset: number;
  readonly size: number;
}

/** Its bytes. */
export function readPart({ file, offset, size }: FilePart): AsyncIterable<Uint8Array> {
  return size === 0
    ? noBytes()
    : createReadStream(file, { start: offset, end: offset + size - 1, highWaterMark: 1 << 20 });
}

// eslint-disable-next-line no-empty-function
async function* noBytes(): AsyncGenerator<Uint8Array> {}

/** Passes bytes on; calls `wrong` at their end if they have another digest. */
export async function* verified(
  bytes: AsyncIterable<Uint8Array>,
  digest: string,
  wrong: () => never,
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
  if (`sha256:${hash.digest("hex")}` !== digest) wrong();
}

/** Passes bytes on, and updates `hash` with them. */
export async function* hashed(
  bytes: AsyncIterable<Uint8Array>,
  hash: { update(bytes: Uint8Array): unknown },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
}
