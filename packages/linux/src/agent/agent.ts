/** The agent script: the only program of Troupe that runs on a machine, as text. */
import { foundation, linux } from "./scripts.generated.ts";

/**
 * The functions that the agent scripts of all platforms share: the reply, the lock, the pending switch and its timer,
 * states of units. A platform adds the functions `current` and `revert`, and its verbs.
 */
export const agentFoundation: string = foundation;

/** The agent script of class `linux`. POSIX sh; ASCII only, so that its length in characters is its length in bytes. */
export const agentScript: string = foundation + linux;
