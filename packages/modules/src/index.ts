/** @troupe/modules: the module system alone. */
export { type Diagnostic, type DiagnosticCode, type Mark, TroupeError, formatDiagnostic, isTroupeError } from "./diagnostics/diagnostic.ts";
export { type DiagnosticDetails, type DiagnosticKind, diagnose, diagnosticKind, fail } from "./diagnostics/catalogue.ts";
export { type Site, describeSite } from "./diagnostics/site.ts";
export { didYouMean, suggest } from "./diagnostics/suggest.ts";
