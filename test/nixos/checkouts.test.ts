import { describe, expect, it } from "vitest";
import { checkoutFolder, checkoutProblem } from "./checkouts.ts";

describe("a checkout", () => {
  it.each([{}, { NIXPKGS_LIB: "" }])(
    "has no folder where its environment variable is unset or empty",
    (environment) => {
      expect(checkoutFolder("NIXPKGS_LIB", environment)).toBeUndefined();
      expect(checkoutProblem("NIXPKGS_LIB", environment)).toBe(
        "NIXPKGS_LIB is not set. Set NIXPKGS_LIB to the folder of a checkout of github.com/nix-community/nixpkgs.lib.",
      );
    },
  );

  it("is refused where the folder holds something else", () => {
    expect(checkoutProblem("CLAN_CORE", { CLAN_CORE: "/nowhere" })).toBe(
      "CLAN_CORE is /nowhere, where lib/clan/default.nix does not exist. Set CLAN_CORE to the folder of a checkout of git.clan.lol/clan/clan-core.",
    );
  });
});
