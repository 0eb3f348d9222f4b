/** Suites of tests that need checkouts. */
import { describe } from "vitest";
import { describeWithNix } from "../../packages/nixos/src/testing/nix.ts";
import { type Checkout, checkoutFolder } from "./checkouts.ts";

/**
 * A suite of tests that need Nix and some checkouts. Where a checkout is missing, the suite is skipped; `npm test`
 * counts such a suite by the mark "needs NAME" in its title. `tests` receives the checkouts' folders.
 */
export function describeWithCheckouts(
  title: string,
  checkouts: readonly Checkout[],
  tests: (...folders: string[]) => void,
): void {
  const missing = checkouts.filter((checkout) => checkoutFolder(checkout) === undefined);
  const body = () => tests(...checkouts.map((checkout) => checkoutFolder(checkout) ?? ""));
  if (missing.length > 0)
    describe.skip(`${title} (${missing.map((checkout) => `needs ${checkout}`).join(", ")})`, body);
  else describeWithNix(title, body);
}
