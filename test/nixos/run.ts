/**
 * `npm run conformance:nixos`: compares generated modules with nixpkgs' lib, and inventories with clan-core where
 * CLAN_CORE is set. Arguments go to vitest. Exits with 2 where NIXPKGS_LIB or Nix is missing.
 */
import { spawnSync } from "node:child_process";
import { checkoutFolder, checkoutProblem } from "./checkouts.ts";

const hasNix = spawnSync("nix-instantiate", ["--version"]).status === 0;
const problems = [
  checkoutProblem("NIXPKGS_LIB"),
  checkoutFolder("CLAN_CORE") === undefined ? undefined : checkoutProblem("CLAN_CORE"),
  hasNix ? undefined : "nix-instantiate is not installed. Debian has it in the package nix-bin.",
].filter((problem) => problem !== undefined);

if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exitCode = 2;
} else {
  const args = ["run", "--project", "unit", "test/nixos", ...process.argv.slice(2)];
  const env = { TROUPE_NIXOS_SAMPLES: "500", ...process.env };
  process.exitCode = spawnSync("vitest", args, { stdio: "inherit", env }).status ?? 1;
}
