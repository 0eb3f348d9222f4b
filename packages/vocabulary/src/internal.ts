/** Names of @troupe/vocabulary for other packages of Troupe. */
export { beginOf, placeholderMark, stablePlaceholders, stableValue } from "./packages/placeholder-mark.ts";
