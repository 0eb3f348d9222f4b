/** The modules of the class `linux`. */
import type { Module } from "@troupe/modules";
import { systemOptions } from "@troupe/vocabulary";

/**
 * The modules that every `linux` machine begins with: the declarations of {@link systemOptions}.
 *
 * @example
 * import { evalModules } from "@troupe/modules";
 *
 * const alice = { config: { networking: { hostName: "alice" } } };
 * evalModules({ class: "linux", modules: [...linuxModules, alice] }).diagnostics(); // => []
 */
export const linuxModules: readonly Module[] = [{ key: "@troupe/linux", options: systemOptions }];
