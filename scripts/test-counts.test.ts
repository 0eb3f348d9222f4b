import { describe, expect, it } from "vitest";
import { countLines, countTests, type TestReport } from "./test-counts.ts";

const file = (...tests: readonly (readonly [fullName: string, status: string])[]): TestReport => ({
  testResults: [
    {
      status: tests.some(([, status]) => status === "failed") ? "failed" : "passed",
      assertionResults: tests.map(([fullName, status]) => ({ fullName, status })),
    },
  ],
});

describe("the counts of tests", () => {
  it("sum up all reports", () => {
    const counts = countTests([file(["a", "passed"], ["b", "failed"]), file(["c", "passed"])]);
    expect(counts).toEqual({ passed: 2, failed: 1, skipped: 0, skippedByCheckout: {} });
    expect(countLines(counts)).toEqual(["2 passed, 1 failed"]);
  });

  it("count a test file that cannot be loaded as a failed test", () => {
    expect(countTests([{ testResults: [{ status: "failed", assertionResults: [] }] }])).toMatchObject({
      passed: 0,
      failed: 1,
    });
  });

  it("count skipped tests that need a checkout apart from other skipped tests", () => {
    const counts = countTests([
      file(
        ["nixpkgs (needs NIXPKGS_LIB) computes a", "skipped"],
        ["nixpkgs (needs NIXPKGS_LIB) computes b", "skipped"],
      ),
      file(
        ["clan-core (needs CLAN_CORE) computes c", "pending"],
        ["(needs nft) is a ruleset", "skipped"],
        ["d", "todo"],
      ),
    ]);
    expect(counts).toMatchObject({ passed: 0, skipped: 2, skippedByCheckout: { NIXPKGS_LIB: 2, CLAN_CORE: 1 } });
    expect(countLines(counts)).toEqual([
      "0 passed, 0 failed, 2 skipped",
      "2 skipped: needs NIXPKGS_LIB (npm run conformance:nixos)",
      "1 skipped: needs CLAN_CORE (npm run conformance:nixos)",
    ]);
  });

  it("count a test that needs a checkout and ran like every other test", () => {
    const counts = countTests([
      file(["nixpkgs (needs NIXPKGS_LIB) computes a", "passed"], ["nixpkgs (needs NIXPKGS_LIB) computes b", "failed"]),
    ]);
    expect(counts).toEqual({ passed: 1, failed: 1, skipped: 0, skippedByCheckout: {} });
  });
});
