import { describe, expect, it } from "vitest";
import { darwinRules } from "./darwin.ts";
import { nixosRules } from "./nixos.ts";
import type { OptionRule } from "./option-rule.ts";
import { leafOptions } from "../testing/leaf-options.ts";

/** True for a rule of an option, or of an exception that an option is inside of. */
const covers =
  (leaf: string) =>
  ({ option, kind }: OptionRule) =>
    option === leaf || (kind === "exception" && leaf.startsWith(`${option}.`));

describe.each(Object.entries({ NixOS: nixosRules, "nix-darwin": darwinRules }))("the rules of %s", (_, platform) => {
  const rules = Object.values<readonly OptionRule[]>(platform).flat();

  it("cover each option of the vocabulary with exactly one rule", () => {
    const uncovered = leafOptions.filter((leaf) => !rules.some(covers(leaf)));
    const ambiguous = leafOptions.filter((leaf) => rules.filter(covers(leaf)).length > 1);
    expect({ uncovered, ambiguous }).toEqual({ uncovered: [], ambiguous: [] });
  });

  it("speak of options that the vocabulary has, each once", () => {
    const options = rules.map(({ option }) => option);
    const unknown = options.filter(
      (option) => !leafOptions.some((leaf) => leaf === option || leaf.startsWith(`${option}.`)),
    );
    expect({ unknown, twice: options.filter((option, index) => options.indexOf(option) !== index) }).toEqual({
      unknown: [],
      twice: [],
    });
  });

  it("give a reason for each translation and exception", () => {
    expect(rules.filter(({ kind, why }) => kind !== "same" && why === undefined)).toEqual([]);
  });
});

it("the vocabulary has options at all depths", () => {
  expect(leafOptions).toEqual(
    expect.arrayContaining([
      "boot.kernel.sysctl",
      "environment.etc.*.mode",
      "healthChecks.*.tcp.port",
      "users.users.*.openssh.authorizedKeys.keys",
    ]),
  );
  expect(leafOptions.length).toBeGreaterThan(100);
});
