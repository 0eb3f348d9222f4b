/** Public names of @troupe/nixos. */
export * as nixosDiagnostics from "./diagnostics.ts";
export { nix } from "./expression/nix-template.ts";
export type { NixValue } from "./expression/nix-value.ts";
export { printNix } from "./printer/printer.ts";
export { flakeInput, nixFile } from "./expression/references.ts";
export { nixos, type NixosArguments, type NixosModule } from "./modules/nixos-module.ts";
export { type EmittedMachine, emitMachine } from "./modules/machine.ts";
export { darwinClass } from "./platforms/darwin.ts";
export { nixosClass } from "./platforms/nixos.ts";
export { darwinRules } from "./portable/darwin.ts";
export { nixosRules } from "./portable/nixos.ts";
export type { DefinitionPlace, OptionRule, PlatformRules } from "./portable/option-rule.ts";
export { type EmittedFlake, emitFlake, type FlakeInputs } from "./flake/flake.ts";
export type { FlakeInput } from "./flake/inputs.ts";
export { type ClanContext, fromClan, type ReadFromClan } from "./clan/inventory-reader.ts";
export { printClan } from "./clan/clan-printer.ts";
export { toClan, type WrittenForClan } from "./clan/inventory-writer.ts";
export type { ClanInstance, ClanInventory, ClanMachine, ClanPlace, ClanRole } from "./clan/clan-inventory.ts";
