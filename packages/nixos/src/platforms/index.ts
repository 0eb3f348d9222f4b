/** All platforms whose machines Nix evaluates. */
import { darwinPlatform } from "./darwin.ts";
import { nixosPlatform } from "./nixos.ts";
import type { NixPlatform } from "./platform.ts";

export const nixPlatforms: readonly NixPlatform[] = [nixosPlatform, darwinPlatform];

/** Returns the platform of a class of machines; undefined for a class whose machines Nix does not evaluate. */
export const platformOfClass = (machineClass: string): NixPlatform | undefined =>
  nixPlatforms.find((platform) => platform.machineClass.name === machineClass);
