/** Definitions as an inventory holds them. */
import type { Site } from "@troupe/modules";

/** Definitions as they were written, each with its place. */
export type Definitions = readonly { readonly value: unknown; readonly site: Site }[];
