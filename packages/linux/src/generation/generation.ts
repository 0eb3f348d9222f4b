/** A generation: one complete, content-addressed state of a machine, and where its parts come from. */
import type { JsonValue } from "@troupe/modules";
import { encode, sha256Hex } from "./bytes.ts";
import { type Manifest, parseManifest, printManifest } from "./manifest.ts";

/** One file of a generation's tree. */
export interface GenerationFile {
  readonly bytes: Uint8Array;
  /** Permissions in the tree: 0o644, or 0o755 for scripts. */
  readonly mode: number;
}

/** One complete state of a machine, ready to be sent to it. */
export interface Generation {
  /** Content address: the first 32 hex digits of the SHA-256 of the manifest, which holds the digest of every file. */
  readonly id: string;
  readonly machine: string;
  readonly manifest: Manifest;
  /** Tree path -> file, for every file the manifest lists; `manifest` itself is not among them. */
  readonly files: ReadonlyMap<string, GenerationFile>;
}

/** Who an entry of the manifest comes from. Lies beside the manifest as `provenance.json`, not part of the id. */
export interface Provenance {
  readonly version: 1;
  /** Entry key ("unit:kvstore.service", "etc:foo/bar", "package:redis-server", …) -> origins. */
  readonly entries: { readonly [entry: string]: readonly string[] };
  readonly contributors: {
    readonly [origin: string]: {
      readonly label: string;
      readonly settings?: JsonValue;
      readonly reads: { readonly [exportScope: string]: JsonValue };
    };
  };
}

/**
 * The content address of a manifest's text.
 *
 * @example
 * generationId("troupe-generation 1\nmachine\talice\n"); // => "5a554250cea1c61b76e75e010cf73c9f"
 */
export function generationId(manifestText: string): string {
  return sha256Hex(manifestText).slice(0, 32);
}

/**
 * Makes a generation of its files and of what the manifest says about them; the manifest's `files` are computed.
 * Throws TRP3001 where the manifest cannot be printed.
 *
 * @example
 * const motd = { bytes: new TextEncoder().encode("Managed by Troupe\n"), mode: 0o644 };
 * const generation = makeGeneration(parseManifest("troupe-generation 1\nmachine\talice\n"), new Map([["etc/motd", motd]]));
 * generation.manifest.files.map(({ path }) => path); // => ["etc/motd"]
 */
export function makeGeneration(content: Omit<Manifest, "files">, files: ReadonlyMap<string, GenerationFile>): Generation {
  const listed = [...files].map(([path, file]) => ({ sha256: sha256Hex(file.bytes), mode: file.mode, path }));
  const text = printManifest({ ...content, files: listed });
  return { id: generationId(text), machine: content.machine, manifest: parseManifest(text), files };
}

/** A file of the tree from its text. */
export function textFile(text: string, mode = 0o644): GenerationFile {
  return { bytes: encode(text), mode };
}
