/** The inventory cases in which Troupe means to differ from Clan, each with its own result and the reason. */
import { readFileSync } from "node:fs";
import type { Expected, ExpectedValue } from "./format.ts";

interface Deviation {
  /** The outcome here, in the form of an expected one; or the warnings alone, where the value is as expected. */
  readonly ours: Expected | Pick<ExpectedValue, "warnings">;
  readonly reason: string;
}

const deviations = JSON.parse(readFileSync(new URL("deviations.json", import.meta.url), "utf8")) as Readonly<
  Record<string, Deviation>
>;

/** What Troupe means a case to result in; undefined where it agrees. */
export function deviation(name: string, expected: Expected): Expected | undefined {
  if (!Object.hasOwn(deviations, name)) return undefined;
  const { ours } = deviations[name]!;
  return "ok" in ours || "err" in ours ? ours : { ...expected, ...ours };
}
