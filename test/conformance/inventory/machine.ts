/** A machine's configuration, as Nix's module system would have it: the platform of this runner. */
import type { MachineEvaluation } from "@troupe/core";
import { evalModules, type ModuleLike, option, t } from "@troupe/modules";
import type { Scope } from "../modules/expression.ts";
import { referenced } from "../modules/module.ts";
import { sortedKeys } from "../modules/values.ts";
import type { InventoryInput } from "./case.ts";
import { byNames } from "./lazy.ts";

/**
 * The classes of machines; their modules are left to {@link machineConfig}. Cases put the same modules on machines of
 * both.
 */
export const classes = [
  { name: "nixos", result: "nixosModule", modules: [], opaqueResult: true },
  { name: "darwin", result: "nixosModule", modules: [], opaqueResult: true },
] as const;

const base: ModuleLike = {
  options: { log: option(t.listOf(t.anything), { default: [] }) },
  freeformType: t.lazyAttrsOf(t.anything),
};
const dropped = new Set(["warnings", "assertions", "_module"]);

/** The configuration of one machine. */
export function machineConfig(
  { machine, platformModules }: MachineEvaluation,
  { machines = {}, nixosModules = [] }: InventoryInput,
  scope: Scope,
): object {
  const own = Object.hasOwn(machines, machine.name) ? [machines[machine.name]!] : [];
  const { config } = evalModules({
    modules: [
      base,
      ...[...nixosModules, ...own].map((module) => referenced(module, scope)),
      ...platformModules().map(({ value }) => (value as () => ModuleLike)()),
    ],
  });
  return byNames(
    sortedKeys(config).filter((name) => !dropped.has(name)),
    (name) => config[name],
  );
}
