/** The cases in which Troupe means to differ from the originals, each with its own result and the reason. */
import { readFileSync } from "node:fs";
import type { Expected } from "./format.ts";

/** One such case. */
export interface Deviation {
  /** The outcome here, in the form of an expected one. */
  readonly ours: Expected;
  readonly reason: string;
}

export const deviations = JSON.parse(readFileSync(new URL("deviations.json", import.meta.url), "utf8")) as Readonly<Record<string, Deviation>>;
