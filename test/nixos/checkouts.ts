/**
 * Checkouts that tests compare with. They are no part of this repository; an environment variable of the checkout's
 * name holds its folder.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const origins = {
  NIXPKGS_LIB: { repository: "github.com/nix-community/nixpkgs.lib", file: "lib/default.nix" },
  CLAN_CORE: { repository: "git.clan.lol/clan/clan-core", file: "lib/clan/default.nix" },
} as const;
export type Checkout = keyof typeof origins;
type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the absolute folder of a checkout; undefined where its environment variable is unset or empty. */
export function checkoutFolder(checkout: Checkout, environment: Environment = process.env): string | undefined {
  const folder = environment[checkout];
  return folder === undefined || folder === "" ? undefined : resolve(folder);
}

/** Returns why a checkout cannot be used, for the user; undefined for a usable checkout. */
export function checkoutProblem(checkout: Checkout, environment: Environment = process.env): string | undefined {
  const { repository, file } = origins[checkout];
  const folder = checkoutFolder(checkout, environment);
  const instead = `Set ${checkout} to the folder of a checkout of ${repository}.`;
  if (folder === undefined) return `${checkout} is not set. ${instead}`;
  return existsSync(join(folder, file))
    ? undefined
    : `${checkout} is ${folder}, where ${file} does not exist. ${instead}`;
}
