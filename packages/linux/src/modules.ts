/** What the module system needs to evaluate a machine of class `linux`. */
import type { Module } from "@troupe/modules";
import { systemOptions } from "@troupe/system";

/**
 * The modules that every `linux` machine begins with: the declarations of {@link systemOptions}.
 *
 * @example
 * evalModules({ class: "linux", modules: [...linuxModules, ...machine.modules] });
 */
export const linuxModules: readonly Module[] = [{ key: "@troupe/linux", options: systemOptions }];
