/** Evaluates one inventory case. */
import type { Outcome } from "../format.ts";

/** The input of an inventory case. */
export type InventoryInput = Readonly<Record<string, unknown>>;

export function runInventoryCase(_input: InventoryInput): Outcome {
  return { err: "not-supported", message: "inventory cases are not supported yet" };
}
