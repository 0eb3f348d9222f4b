/** The group `facts`. */
import type { Renderer } from "../model/generation-draft.ts";

/** Renders nothing: services read facts, and facts configure nothing on the machine. */
export const renderFacts: Renderer<"facts"> = () => {};
