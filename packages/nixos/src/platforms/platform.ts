/** Platforms whose machines Nix evaluates. */
import type { MachineClass } from "@troupe/core";
import { systemOptions } from "@troupe/vocabulary";
import type { NixValue } from "../expression/nix-value.ts";
import type { FlakeInput } from "../flake/inputs.ts";
import type { PlatformNames } from "../portable/option-rule.ts";
import type { RuleTree } from "../portable/rule-tree.ts";

/** A platform whose machines Nix evaluates. */
export interface NixPlatform extends PlatformNames {
  readonly machineClass: MachineClass;
  /** The rules that translate portable definitions. */
  readonly rules: RuleTree;
  /** Modules of Troupe that all machines import: file in the folder of generated files -> text. */
  readonly modules: ReadonlyMap<string, string>;
  /** The outputs of the flake that hold the machines' modules and configurations. */
  readonly outputs: { readonly modules: string; readonly configurations: string };
  /** The inputs that the flake needs besides nixpkgs. */
  readonly inputs: { readonly [name: string]: FlakeInput };
  /** Selects the function that makes a configuration of modules. */
  readonly systemFunction: (nixpkgs: NixValue, inputs: NixValue) => NixValue;
  /** True for a platform that colmena and deploy-rs deploy to. */
  readonly isDeployable: boolean;
}

/** A class of machines that evaluate the portable vocabulary here and leave modules under the key `result` to Nix. */
export const nixClass = (name: string, keys: Required<Pick<MachineClass, "result" | "definition">>): MachineClass => ({
  name,
  ...keys,
  modules: [{ key: "@troupe/nixos", options: systemOptions }],
  opaqueResult: true,
  users: (users) => ({ users: { users } }),
  facts: (facts) => ({ facts }),
});
