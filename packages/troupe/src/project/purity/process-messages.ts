/** The messages from the process of the second evaluation to the process of the first one. */
import type { Diagnostic } from "@troupe/modules";
import type { PartName } from "../compare/evaluation-parts.ts";

/** One message; the last one is `done` or `failed`. */
export type ProcessMessage =
  | { readonly kind: "part"; readonly part: PartName; readonly json: string }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly diagnostics: readonly Diagnostic[] };
