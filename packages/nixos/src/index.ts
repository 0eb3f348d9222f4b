/** Public names of @troupe/nixos. */
export * as nixosDiagnostics from "./diagnostics.ts";
export { nix } from "./expression/nix.ts";
export type { NixValue } from "./expression/symbolic.ts";
export { printNix } from "./print/print.ts";
export { flakeInput, nixFile } from "./expression/references.ts";
export { nixos, type NixosArguments, type NixosModule } from "./emit/nixos-module.ts";
