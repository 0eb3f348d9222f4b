/** The classes of machines that Nix evaluates. */
import type { MachineClass } from "@troupe/core";
import { systemOptions } from "@troupe/vocabulary";

/** What users and facts of a machine are in the portable vocabulary. */
const common: Pick<MachineClass, "users" | "facts"> = { users: (users) => ({ users: { users } }), facts: (facts) => ({ facts }) };
const modules = [{ key: "@troupe/nixos", options: systemOptions }];

/** Machines with NixOS. What is portable is evaluated and checked here; the rest is for NixOS. */
export const nixosClass: MachineClass = { name: "nixos", result: "nixosModule", modules, opaqueResult: true, ...common };

/** Machines with macOS and nix-darwin, in the same way. */
export const darwinClass: MachineClass = { name: "darwin", result: "darwinModule", modules, opaqueResult: true, ...common };
