/** @troupe/modules/internal: what Troupe's other packages need of the module system. No part of the public API; it may change in any release. */
export { callSite, rememberSite, rememberedSite } from "./diagnostics/call-site.ts";
export { stackFrame } from "./diagnostics/stack.ts";
export { didYouMean, suggest } from "./diagnostics/suggest.ts";
export { describeThrown, type Thrown } from "./diagnostics/thrown.ts";
export * as moduleDiagnostics from "./diagnostics/kinds.ts";

export { tagOf, whnf } from "./definitions/wrapped.ts";
export { definitionCalls } from "./definitions/call.ts";
export { overrideLeaves } from "./definitions/override-leaves.ts";

export { plainValues } from "./evaluation/plain-values.ts";
export { loopIn } from "./evaluation/loops.ts";
export { abandonComputations, readTooDeep } from "./evaluation/cell.ts";
export { valuesBehind } from "./evaluation/core.ts";
