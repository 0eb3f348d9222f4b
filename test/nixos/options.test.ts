/** The options in options.nix, which stand for NixOS's own, are those of the portable vocabulary. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { leafOptions } from "../../packages/nixos/src/testing/leaf-options.ts";
import { describeWithNix, evaluateNix } from "../../packages/nixos/src/testing/nix.ts";

/** Lists the paths of the options in options.nix, with types that only know which options are inside. */
const main = `
  let
    inherit (builtins) attrNames concatMap concatStringsSep isFunction;
    leaf = { };
    types = {
      bool = leaf; int = leaf; lines = leaf; package = leaf; path = leaf; port = leaf; shellPackage = leaf; singleLineStr = leaf; str = leaf;
      unspecified = leaf;
      enum = _: leaf; oneOf = _: leaf; listOf = _: leaf; passwdEntry = _: leaf; strMatching = _: leaf; nullOr = _: leaf; either = _: _: leaf;
      attrsOf = type: { values = type; };
      submodule = module: if isFunction module then module { name = "*"; } else module;
    };
    lib = { inherit types; mkOption = { type, ... }: { isOption = true; inherit type; }; mkOptionType = _: leaf; };
    inSet = path: set: concatMap (name: inOption (path ++ [ name ]) set.\${name}) (attrNames set);
    inOption = path: option: if option ? isOption then inType path option.type else inSet path option;
    inType = path: type: if type ? values.options then inSet (path ++ [ "*" ]) type.values.options else [ (concatStringsSep "." path) ];
  in
  inSet [ ] (import ./options.nix { inherit lib; }).options
`;

describeWithNix("options.nix", () => {
  it("declares the options of the portable vocabulary, except facts and health checks", () => {
    const options = readFileSync(join(import.meta.dirname, "options.nix"), "utf8");
    const declared = evaluateNix({ "default.nix": main, "options.nix": options }) as readonly string[];
    const expected = leafOptions.filter((option) => !/^(?:facts|healthChecks)\./.test(option));
    expect(declared.filter((option) => option !== "networking.nftables.enable").toSorted()).toEqual(
      expected.toSorted(),
    );
  });
});
