/** Errors of the cases themselves, and which category a diagnostic belongs to. */
import { type Diagnostic, diagnosticKind, fail, isTroupeError } from "@troupe/modules";
import type { Outcome } from "../format.ts";

const userThrow = diagnosticKind<{ message: string }>({
  code: "TRP9001",
  title: "A $throw",
  blocks: "evaluation",
  message: ({ message }) => message,
  example: { message: "no" },
});
const missingAttribute = diagnosticKind<{ name: string }>({
  code: "TRP9002",
  title: "A missing attribute",
  blocks: "evaluation",
  message: ({ name }) => `attribute ${name} missing`,
  example: { name: "port" },
});
const removed = diagnosticKind<{ path: string }>({
  code: "TRP9003",
  title: "A removed option",
  blocks: "evaluation",
  message: ({ path }) => `${path} has been removed`,
  example: { path: "services.web" },
});
const coercion = diagnosticKind<{ text: string }>({
  code: "TRP9004",
  title: "parseInt failed",
  blocks: "evaluation",
  message: ({ text }) => `no integer: ${text}`,
  example: { text: "8o" },
});
const other = diagnosticKind<{ message: string }>({
  code: "TRP9005",
  title: "Any other error",
  blocks: "evaluation",
  message: ({ message }) => message,
  example: { message: "no" },
});

export const failUser = (message: string): never => fail(userThrow, { message });
export const failMissing = (name: string): never => fail(missingAttribute, { name });
export const failRemoved = (path: string): never => fail(removed, { path });
export const failCoercion = (text: string): never => fail(coercion, { text });
export const failOther = (message: string): never => fail(other, { message });

/** The category of errors that a diagnostic belongs to, by its code. */
export const categories: Readonly<Record<string, string>> = {
  TRP1001: "conflicting-definitions",
  TRP1002: "type-mismatch",
  TRP1003: "undeclared-option",
  TRP1004: "missing-definition",
  TRP1005: "read-only",
  TRP1006: "conflicting-declarations",
  TRP1007: "infinite-recursion",
  TRP1008: "infinite-recursion",
  TRP1009: "class-mismatch",
  TRP1010: "invalid-module",
  TRP1011: "invalid-condition",
  TRP1012: "infinite-recursion",
  TRP1013: "other",
  TRP1014: "type-mismatch",
  TRP1015: "conflicting-definitions",
  TRP1016: "conflicting-definitions",
  TRP1018: "invalid-module",
  TRP1019: "infinite-recursion",
  TRP1021: "infinite-recursion",
  TRP9001: "user-throw",
  TRP9002: "missing-attribute",
  TRP9003: "removed-option",
  TRP9004: "coercion",
  TRP9005: "other",
};

/** The outcome of evaluating something. */
export function outcomeOf(evaluate: () => unknown): Outcome {
  try {
    return { ok: evaluate() };
  } catch (error) {
    if (error instanceof RangeError) return { err: "infinite-recursion", message: error.message };
    if (!isTroupeError(error))
      return { err: "other", message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    const first: Diagnostic = error.diagnostics[0]!;
    return { err: categories[first.code] ?? "other", option: first.path, message: first.message };
  }
}
