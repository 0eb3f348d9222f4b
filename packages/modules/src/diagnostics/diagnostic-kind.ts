/**
 * Declares kinds of diagnostics, and makes and throws diagnostics of a kind. `kinds.ts` lists the kinds of the module
 * system. The reference is generated from the declarations.
 */
import { TroupeError } from "./troupe-error.ts";
import type { Diagnostic, DiagnosticCode } from "../model/diagnostic.ts";

/** A kind of diagnostic. `P` is the type of the parameters of the kind's message. */
export interface DiagnosticKind<P> {
  /** The permanent code. No other kind has the same code. */
  readonly code: DiagnosticCode;
  /** The heading in the reference: the problem without particulars. */
  readonly title: string;
  /** The step that a diagnostic of the kind prevents. */
  readonly blocks: Diagnostic["blocks"];
  readonly message: (params: P) => string;
  readonly hint?: (params: P) => string | undefined;
  /**
   * True for a wrong call of a Troupe function in user code. A diagnostic without marks is then placed at the line of
   * the call.
   */
  readonly atCaller?: true;
  /** Parameters for the example in the reference. */
  readonly example: P;
}

/**
 * The parts of a diagnostic that differ between diagnostics of one kind, besides the message. `hint` replaces the
 * kind's hint.
 */
export type DiagnosticDetails = Partial<Pick<Diagnostic, "path" | "marks" | "notes" | "hint">>;

/**
 * Declares a kind of diagnostic.
 *
 * @example
 * const diskFull = diagnosticKind<{ disk: string }>({
 *   code: "TRP9001",
 *   title: "A disk is full",
 *   blocks: "plan",
 *   message: ({ disk }) => `The disk ${disk} is full.`,
 *   example: { disk: "/dev/sda" },
 * });
 * diagnose(diskFull, { disk: "/dev/sdb" }).message; // => "The disk /dev/sdb is full."
 */
export function diagnosticKind<P = {}>(kind: DiagnosticKind<P>): DiagnosticKind<P> {
  return kind;
}

/**
 * Makes a diagnostic of a kind.
 *
 * @example
 * diagnose(moduleDiagnostics.cycle, { path: "networking.hostName" }).message; // => "`networking.hostName` depends on itself."
 */
export function diagnose<P>(kind: DiagnosticKind<P>, params: P, details: DiagnosticDetails = {}): Diagnostic {
  const hint = details.hint ?? kind.hint?.(params);
  return {
    code: kind.code,
    blocks: kind.blocks,
    message: kind.message(params),
    ...(details.path !== undefined && { path: details.path }),
    marks: details.marks ?? [],
    ...(details.notes !== undefined && { notes: details.notes }),
    ...(hint !== undefined && { hint }),
  };
}

/**
 * Throws a {@link TroupeError} with a diagnostic of a kind.
 *
 * @example
 * fail(moduleDiagnostics.cycle, { path: "networking.hostName" }); // => throws TRP1007
 */
export function fail<P>(kind: DiagnosticKind<P>, params: P, details: DiagnosticDetails = {}): never {
  throw new TroupeError([diagnose(kind, params, details)], { atCaller: kind.atCaller });
}
