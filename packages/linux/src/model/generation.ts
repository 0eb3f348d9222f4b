/** A generation and the provenance of its entries. */
import type { JsonValue } from "@troupe/modules";
import type { formatVersions } from "./format-versions.ts";
import type { Manifest } from "./manifest.ts";

/** A file of a generation's tree. */
export interface GenerationFile {
  readonly bytes: Uint8Array;
  /** Permissions in the tree: 0o644, or 0o755 for scripts. */
  readonly mode: number;
}

/** A complete state of a machine, ready to be staged. */
export interface Generation {
  /** Content address: the first 32 hex digits of the SHA-256 of the manifest, which holds the digest of every file. */
  readonly id: string;
  readonly machine: string;
  readonly manifest: Manifest;
  /** Tree path -> file, for each file that the manifest lists. */
  readonly files: ReadonlyMap<string, GenerationFile>;
}

/**
 * The contributors of each entry of the manifest. Stored beside the manifest as `provenance.json`; not part of the id.
 */
export interface Provenance {
  readonly version: typeof formatVersions.provenance;
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
