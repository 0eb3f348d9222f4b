/** `TROUPE_TIME_LIMIT`: the seconds that code of a project may run without an end. */
import { diagnose, TroupeError } from "@troupe/modules";
import { invalidTimeLimit } from "../diagnostics.ts";

/**
 * Returns the limit in seconds; undefined if there is no limit.
 *
 * @throws TRP4011 if the environment variable is not a number of seconds
 */
export function timeLimit(env: NodeJS.ProcessEnv = process.env): number | undefined {
  const given = env["TROUPE_TIME_LIMIT"] || "10";
  const seconds = Number(given);
  if (Number.isNaN(seconds) || seconds < 0) throw new TroupeError([diagnose(invalidTimeLimit, { given })]);
  return seconds === 0 || seconds > 1_000_000 ? undefined : seconds;
}
