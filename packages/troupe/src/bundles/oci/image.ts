/** The types of OCI images. */
import type { Blob, FilePart } from "./blob.ts";

/** The configuration of an image, as far as Troupe looks at it. */
export interface ImageConfig {
  readonly architecture: string;
  readonly os: string;
  readonly variant?: string;
  readonly config?: { readonly [name: string]: unknown };
  readonly rootfs: { readonly type: "layers"; readonly diff_ids: readonly string[] };
  readonly history?: readonly object[];
}

/** Layers, lowest first, with the configuration that names the digests of what they unpack to. */
export interface Base {
  readonly layers: readonly Blob[];
  readonly config: ImageConfig;
}

/** Fails with TRP5308 and the problem. */
export type Unsuitable = (problem: string) => never;

/** Finds a file of a layout by its path; undefined if the layout has no such file. */
export type LayoutStore = (path: string) => Promise<FilePart | undefined>;
