/** Text as bytes: UTF-8, byte order as in `LC_ALL=C sort`, and digests. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

const encoder = new TextEncoder();

/** Encodes a text as UTF-8. */
export const encode = (text: string): Uint8Array => encoder.encode(text);

/**
 * Compares the UTF-8 bytes of two texts. The order of UTF-16 code units differs from it where a text has surrogate
 * pairs.
 */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    if (a.charCodeAt(index) !== b.charCodeAt(index)) return rank(a.charCodeAt(index)) - rank(b.charCodeAt(index));
  }
  return a.length - b.length;
}

/** Ranks surrogates, which encode the highest code points, above all other code units. */
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

/** Returns the SHA-256 digest of bytes, or of the UTF-8 of a text, in hex. */
export function sha256Hex(content: string | Uint8Array): string {
  return bytesToHex(sha256(typeof content === "string" ? encode(content) : content));
}
