/** Text as bytes: the order that `LC_ALL=C sort` has, UTF-8, and content addresses. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

const encoder = new TextEncoder();

/** UTF-8. */
export const encode = (text: string): Uint8Array => encoder.encode(text);

/** The order of the texts' UTF-8 bytes, which for UTF-16 code units differs where surrogate pairs are involved. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    if (a.charCodeAt(index) !== b.charCodeAt(index)) return rank(a.charCodeAt(index)) - rank(b.charCodeAt(index));
  }
  return a.length - b.length;
}

/** Puts surrogates, which stand for the highest code points, above all other code units. */
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

/** SHA-256 in hex; of a text, of its UTF-8. */
export function sha256Hex(content: string | Uint8Array): string {
  return bytesToHex(sha256(typeof content === "string" ? encode(content) : content));
}
