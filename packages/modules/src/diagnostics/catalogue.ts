/** Diagnostics as data: each kind is declared once, with its permanent code, and documentation is generated from it. */
import { TroupeError } from "./troupe-error.ts";
import type { Diagnostic, DiagnosticCode } from "../model/diagnostic.ts";

/** One kind of problem. `P` is what its message needs to know. */
export interface DiagnosticKind<P> {
  readonly code: DiagnosticCode;
  /** A heading for the documentation: what this problem is, without particulars. */
  readonly title: string;
  readonly blocks: Diagnostic["blocks"];
  readonly message: (params: P) => string;
  readonly hint?: (params: P) => string | undefined;
  /** True for what is wrong with a call of ours in somebody's own code: unless it has another place, that is the line of the call. */
  readonly atCaller?: true;
  /** What it may be like, for the documentation. */
  readonly example: P;
}

/** The places and the path that one occurrence of a problem adds to its kind. */
export type DiagnosticDetails = Partial<Pick<Diagnostic, "path" | "marks" | "notes" | "hint">>;

/**
 * Declares one kind of problem.
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
 * One occurrence of a kind of problem, as data.
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
 * Throws a {@link TroupeError} with one occurrence of a kind of problem.
 *
 * @example
 * fail(moduleDiagnostics.cycle, { path: "networking.hostName" }); // => throws TRP1007
 */
export function fail<P>(kind: DiagnosticKind<P>, params: P, details: DiagnosticDetails = {}): never {
  throw new TroupeError([diagnose(kind, params, details)], { atCaller: kind.atCaller });
}
