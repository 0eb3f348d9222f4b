/**
 * Problems with building NixOS systems and bringing them to machines, TRP5110 to TRP5116 and TRP5130 to TRP5132; and with `build --nixos`,
 * TRP6012.
 */
import { diagnosticKind } from "@troupe/modules";

export const noNix = diagnosticKind<{ machine: string; here: boolean; flake: string; ssh: string }>({
  code: "TRP5110",
  title: "A NixOS machine without Nix",
  blocks: "plan",
  message: ({ machine, here }) =>
    `${machine} has no Nix (nix, nix-store and nix-env)${here ? "" : ", and neither has this computer"}. It takes Nix there to bring a system to the machine, and to make it the one that boots.`,
  hint: ({ machine, flake, ssh, here }) =>
    [
      `Set nix.enable = true on the machine, by other means: ${here ? "" : `copy ${flake} to a computer that has Nix. There, `}run`,
      `nix build 'path:${here ? flake : "."}#nixosConfigurations."${machine}".config.system.build.toplevel'`,
      `tar -cP $(nix-store -qR result) | ssh ${ssh} tar -xP`,
      `ssh ${ssh} $(readlink result)/bin/switch-to-configuration test`,
    ].join("\n"),
  example: { machine: "carol", here: false, flake: ".troupe/nixos", ssh: "root@192.0.2.12" },
});

export const failedBuild = diagnosticKind<{ machine: string; where: string; command: string; isLocked: boolean }>({
  code: "TRP5111",
  title: "A NixOS system could not be built",
  blocks: "plan",
  message: ({ machine, where }) => `The system of ${machine} could not be built ${where}.`,
  hint: ({ command, isLocked }) =>
    isLocked
      ? `The whole message: ${command}`
      : "flake.lock lacks an input of the flake. --lock here completes it with the Nix of this computer, --lock MACHINE with that of a machine.",
  example: {
    isLocked: true,
    machine: "carol",
    where: "on this computer",
    command: "nix build 'path:.troupe/nixos#nixosConfigurations.\"carol\".config.system.build.toplevel'",
  },
});

export const failedCopy = diagnosticKind<{ machine: string; system: string }>({
  code: "TRP5112",
  title: "A NixOS system could not be brought to its machine",
  blocks: "plan",
  message: ({ machine, system }) =>
    `${system} could not be brought into the store of ${machine}. What the machine runs is as it was.`,
  hint: () => "Is there room on its disk? nix-collect-garbage makes some. What has arrived is not sent again.",
  example: { machine: "carol", system: "nixos-system-carol-25.11" },
});

export const goneSystem = diagnosticKind<{ machine: string; system: string }>({
  code: "TRP5113",
  title: "A system that was built is gone again",
  blocks: "plan",
  message: ({ machine, system }) =>
    `${machine} does not have ${system} in its store any more, although it was there when the plan was made.`,
  hint: () => "Its garbage collector ran in between. Plan again.",
  example: { machine: "carol", system: "nixos-system-carol-25.11" },
});

export const failedDryActivate = diagnosticKind<{ machine: string; status: string }>({
  code: "TRP5114",
  title: "NixOS cannot say what a switch would do",
  blocks: "nothing",
  message: ({ machine, status }) =>
    `switch-to-configuration dry-activate on ${machine} ended with status ${status}, so the plan does not know what happens to units.`,
  example: { machine: "carol", status: "1" },
});

export const foreignFlakeFile = diagnosticKind<{ folder: string; files: readonly string[] }>({
  code: "TRP5115",
  title: "A file that Troupe did not write is in the way of the flake",
  blocks: "plan",
  message: ({ folder, files }) =>
    `Nothing was written to ${folder}, because Troupe did not write ${files.join(", ")} there and would have to replace ${files.length === 1 ? "it" : "them"}.`,
  hint: () => "Move it away, or name another folder. Files that Troupe wrote say so in their first line.",
  example: { folder: "/home/ann/home", files: ["flake.nix"] },
});

export const invalidFlakeOptions = diagnosticKind<{ problem: string }>({
  code: "TRP5116",
  title: "What the project says about its flake makes no sense",
  blocks: "plan",
  message: ({ problem }) => `export const flake is not what a flake can be made with: ${problem}.`,
  hint: () =>
    'It may have inputs, deployers and hostPlatforms: export const flake = { inputs: { nixpkgs: "github:NixOS/nixpkgs/nixos-25.11" } }',
  example: { problem: "its inputs are not addresses, or objects with url and follows" },
});

export const notLocked = diagnosticKind<{ machine: string; machines: readonly string[]; wanted?: string }>({
  code: "TRP5130",
  title: "The inputs of a flake are not locked",
  blocks: "plan",
  message: ({ machine, wanted }) =>
    wanted === undefined
      ? `The system of ${machine} cannot be built: the project has no flake.lock, and this computer has no Nix to make one.`
      : `The inputs cannot be locked by ${JSON.stringify(wanted)}, which is none of the NixOS machines of this command.`,
  hint: ({ machines }) =>
    `The lock decides what all machines run, so it comes from a machine that you trust: --lock ${machines.join(" or --lock ")}.`,
  example: { machine: "carol", machines: ["carol", "dave"] },
});

export const failedLock = diagnosticKind<{ by: string }>({
  code: "TRP5131",
  title: "The inputs of a flake could not be locked",
  blocks: "plan",
  message: ({ by }) => `The inputs of the flake could not be locked by ${by}.`,
  example: { by: "machine carol" },
});

export const unaskedLock = diagnosticKind<{ machine: string }>({
  code: "TRP5132",
  title: "A machine answers with a lock that nobody asked for",
  blocks: "plan",
  message: ({ machine }) =>
    `${machine} built its system and answered with another flake.lock, which Troupe did not ask for and does not take.`,
  hint: () => "A machine with Troupe's own agent script does not do this. Look at who else is root there.",
  example: { machine: "carol" },
});

export const noNixMachines = diagnosticKind({
  code: "TRP6012",
  title: "A flake of no machine",
  blocks: "plan",
  message: () => "No machine is of class nixos or darwin, so there is nothing to make a flake of.",
  hint: () => 'Give machines that class: alice: { class: "nixos" }.',
  example: {},
});
