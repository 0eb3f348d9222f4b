/** The platforms there are. */
import type { Target } from "../remote/transport.ts";
import { nixosPlatform } from "./nixos/platform.ts";
import { linuxPlatform } from "./linux/platform.ts";
import type { Platform } from "../deploy/model/platform.ts";

const platforms: { readonly [machineClass: string]: Platform } = { linux: linuxPlatform, nixos: nixosPlatform };

/** True for a class whose machines can be planned and applied. */
export const hasPlatform = (machineClass: string): boolean => Object.hasOwn(platforms, machineClass);

/** How a machine is planned and applied, by its class. */
export function platformOf({ class: machineClass = "linux" }: Target): Platform {
  return platforms[machineClass]!;
}
