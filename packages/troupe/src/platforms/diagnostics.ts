/** Problems with the class of a machine: TRP5303. */
import { diagnosticKind } from "@troupe/modules";

export const unbuildableClass = diagnosticKind<{
  machine: string;
  class: string;
  buildable: readonly string[];
  reason?: string;
}>({
  code: "TRP5303",
  title: "A machine of a class that no package can be built for",
  blocks: "plan",
  message: ({ machine, class: name, buildable }) =>
    `Machine ${JSON.stringify(machine)} is of class ${JSON.stringify(name)}; deployment packages can be built for machines of class ${buildable.map((each) => JSON.stringify(each)).join(" or ")} only.`,
  hint: ({ reason }) =>
    `${reason === undefined ? "" : `${reason} `}Leave it out: name one machine, or several with --on.`,
  example: {
    machine: "carol",
    class: "nixos",
    buildable: ["linux"],
    reason: "NixOS is built by Nix, from its own configuration.",
  },
});
