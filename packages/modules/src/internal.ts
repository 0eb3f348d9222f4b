/**
 * @troupe/modules/internal: what Troupe's other packages need of the module system. No part of the public API; it may
 * change in any release.
 */
export { callSite, rememberSite, rememberedSite } from "./diagnostics/call-site.ts";
export { stackFrame } from "./diagnostics/stack-frame.ts";
export { didYouMean, suggest } from "./diagnostics/suggestion.ts";
export { describeThrown, type Thrown } from "./diagnostics/thrown-value.ts";
export * as moduleDiagnostics from "./diagnostics/kinds.ts";

export { tagOf, whnf } from "./merge/wrapper-tag.ts";
export { definitionCalls } from "./merge/definition-calls.ts";
export { overrideLeaves } from "./merge/override-leaves.ts";

export { plainValues } from "./evaluate/plain-values.ts";
export { loopIn } from "./evaluate/self-reference.ts";
export { abandonComputations } from "./evaluate/evaluation-stack.ts";
export { readTooDeep } from "./evaluate/deep-chain.ts";
export { valuesBehind } from "./evaluate/evaluation-state.ts";
