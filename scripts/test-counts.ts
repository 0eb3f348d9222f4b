/** Counts of passed, failed and skipped tests, from vitest's JSON reports. */

/** The part of vitest's JSON report that counts come from. */
export interface TestReport {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  /** Skipped tests without a mark. */
  readonly skipped: number;
  /** Skipped tests marked "needs NAME" in the title of the test or of its suite, by NAME. */
  readonly skippedByCheckout: Readonly<Record<string, number>>;
}

/**
 * Titles of skipped tests that need a checkout which is no part of this repository. The environment variable says where
 * the checkout is.
 */
const mark = /\bneeds (NIXPKGS_LIB|CLAN_CORE)\b/;

/**
 * Counts the tests of several reports. A test file without tests that failed, because it could not be loaded, counts as
 * one failed test.
 */
export function countTests(reports: readonly TestReport[]): TestCounts {
  const files = reports.flatMap(({ testResults }) => testResults);
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const unloaded = files.filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0);
  const notRun = tests.filter(({ status }) => status !== "passed" && status !== "failed");
  const skippedByCheckout: Record<string, number> = {};
  for (const { fullName } of notRun) {
    const checkout = mark.exec(fullName)?.[1];
    if (checkout !== undefined) skippedByCheckout[checkout] = (skippedByCheckout[checkout] ?? 0) + 1;
  }
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: tests.filter(({ status }) => status === "failed").length + unloaded.length,
    skipped: notRun.filter(({ fullName }) => !mark.test(fullName)).length,
    skippedByCheckout,
  };
}

/** Returns the lines that sum up the counts: one for all tests, one for each checkout that skipped tests need. */
export function countLines({ passed, failed, skipped, skippedByCheckout }: TestCounts): readonly string[] {
  return [
    `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`,
    ...Object.entries(skippedByCheckout).map(
      ([checkout, count]) => `${count} skipped: needs ${checkout} (npm run conformance:nixos)`,
    ),
  ];
}
