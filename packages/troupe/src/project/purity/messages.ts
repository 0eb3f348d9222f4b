/** What the process of the second evaluation tells the first one. */
import type { Diagnostic } from "@troupe/modules";
import type { PartName } from "../compare/parts.ts";

/** One message; the last one is `done` or `failed`. */
export type Message =
  | { readonly kind: "part"; readonly part: PartName; readonly json: string }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly diagnostics: readonly Diagnostic[] };
