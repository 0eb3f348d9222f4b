/** `TroupeError`, which carries diagnostics, and their plain text. */
import type { Diagnostic } from "../model/diagnostic.ts";
import { describeSite } from "./site.ts";

/**
 * Thrown where a value was needed and has none because of `diagnostics`. Users see the diagnostics, never the stack.
 * Recognise it with {@link isTroupeError}: two copies of the package may be loaded.
 *
 * @example
 * const error = new TroupeError([{ code: "TRP1020", blocks: "evaluation", message: "oneOf needs at least one type.", marks: [] }]);
 * error.message; // => "TRP1020 oneOf needs at least one type."
 */
export class TroupeError extends Error {
  override readonly name = "TroupeError";
  readonly diagnostics: readonly Diagnostic[];
  /** True if the line that called what threw it is the place of what has none; see `diagnosticKind`. */
  readonly atCaller: boolean;

  constructor(
    diagnostics: readonly Diagnostic[],
    { atCaller = false, ...options }: { readonly cause?: unknown; readonly atCaller?: boolean | undefined } = {},
  ) {
    super(diagnostics.map(formatDiagnostic).join("\n\n"), options);
    this.diagnostics = diagnostics;
    this.atCaller = atCaller;
  }
}

/**
 * True for a {@link TroupeError}, also one made by another copy of this package.
 *
 * @example
 * isTroupeError(new TroupeError([])); // => true
 * isTroupeError(new Error("no diagnostics")); // => false
 */
export function isTroupeError(error: unknown): error is TroupeError {
  if (error instanceof TroupeError) return true;
  return (
    error instanceof Error && error.name === "TroupeError" && "diagnostics" in error && Array.isArray(error.diagnostics)
  );
}

/**
 * The plain text of a diagnostic, without colours.
 *
 * @example
 * formatDiagnostic({
 *   code: "TRP2001",
 *   blocks: "plan",
 *   message: 'There is no machine "alise".',
 *   marks: [{ site: { file: "inventory.json", line: 12 } }],
 *   hint: 'Did you mean "alice"?',
 * });
 * // => 'TRP2001 There is no machine "alise".\n  at inventory.json:12\n  hint: Did you mean "alice"?'
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const lines = [`${diagnostic.code} ${diagnostic.message}`];
  for (const { site, note } of diagnostic.marks)
    lines.push(`  at ${describeSite(site)}${note === undefined ? "" : `: ${note}`}`);
  for (const note of diagnostic.notes ?? []) lines.push(`  ${note}`);
  if (diagnostic.hint !== undefined) lines.push(`  hint: ${diagnostic.hint}`);
  return lines.join("\n");
}
