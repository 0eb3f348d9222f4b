/** A generation as a tar archive: the same bytes for the same generation. */
import type { Generation, GenerationFile, Provenance } from "../generation/generation.ts";
import { printManifest } from "../generation/manifest.ts";

const block = 512;
const encoder = new TextEncoder();

/**
 * The archive that the agent's `stage` reads (uncompressed; it is sent as tar.gz): every file of the tree, `manifest` and
 * `provenance.json`, without times or owners.
 *
 * @example
 * const generation = makeGeneration(parseManifest("troupe-generation 1\nmachine\talice\n"), new Map());
 * const archive = generationArchive(generation, { version: 1, entries: {}, contributors: {} });
 * archive.length % 512; // => 0
 */
export function generationArchive(generation: Generation, provenance: Provenance): Uint8Array {
  const text = (content: string, mode: number): GenerationFile => ({ bytes: encoder.encode(content), mode });
  const files: [string, GenerationFile][] = [
    ["manifest", text(printManifest(generation.manifest), 0o644)],
    // Settings and exports are nobody's business but root's.
    ["provenance.json", text(`${JSON.stringify(provenance)}\n`, 0o600)],
    ...generation.files,
  ];
  const parts = files.toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([path, file]) => entry(path, file));
  return concatenate([...parts, new Uint8Array(2 * block)]);
}

/** Header and content of one file; a name that the header has no room for goes before it, the way GNU tar does it. */
function entry(path: string, file: GenerationFile): Uint8Array[] {
  const name = encoder.encode(path);
  const own = [header(name.subarray(0, 100), file.mode, file.bytes.length, "0"), padded(file.bytes)];
  if (name.length <= 100) return own;
  const whole = encoder.encode(`${path}\0`);
  return [header(encoder.encode("././@LongLink"), 0o644, whole.length, "L"), padded(whole), ...own];
}

/** A header in the old GNU format. */
function header(name: Uint8Array, mode: number, size: number, type: string): Uint8Array {
  const bytes = new Uint8Array(block);
  const write = (offset: number, text: string) => bytes.set(encoder.encode(text), offset);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
  bytes.set(name);
  write(100, octal(mode, 7));
  write(108, octal(0, 7));
  write(116, octal(0, 7));
  write(124, octal(size, 11));
  write(136, octal(0, 11));
  write(148, " ".repeat(8));
  write(156, type);
  write(257, "ustar  \0");
  write(
    148,
    `${octal(
      bytes.reduce((sum, byte) => sum + byte, 0),
      6,
    )} `,
  );
  return bytes;
}

function padded(bytes: Uint8Array): Uint8Array {
  return concatenate([bytes, new Uint8Array(-bytes.length & (block - 1))]);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
