/** `troupe build --nixos FOLDER`: the flake of all machines that Nix evaluates, for nixos-rebuild and whoever else reads flakes. */
import { relative, resolve } from "node:path";
import type { Evaluated } from "@troupe/core";
import { fail } from "@troupe/modules";
import { writeFlakeFolder } from "../../platforms/nixos/flake/flake-folder.ts";
import { noNixMachines } from "../diagnostics.ts";
import type { Outcome } from "../run-command.ts";
import { count } from "../render/text.ts";
import { soundFlake } from "../../deploy/targets.ts";
import type { CliContext } from "../terminal.ts";

/** What became of the folder, and what to know about the flake. */
export async function buildFlake(
  { cwd, terminal }: CliContext,
  folder: string,
  evaluated: Evaluated,
  nixos: string,
): Promise<Required<Pick<Outcome, "json" | "text" | "diagnostics">>> {
  const machines = [...evaluated.inventory.machines.values()].filter(({ class: name }) => name === "nixos" || name === "darwin");
  if (machines.length === 0) fail(noNixMachines, {});
  const flake = await soundFlake(folder, evaluated);
  const place = resolve(cwd, nixos);
  const { changed, removed } = await writeFlakeFolder(place, folder, flake);
  const shown = relative(cwd, place) || ".";
  const marks = [
    ...changed.map((path) => terminal.style("changed", `  ~ ${path}`)),
    ...removed.map((path) => terminal.style("removed", `  - ${path}`)),
  ];
  const done =
    marks.length === 0
      ? `The flake of ${count(machines.length, "machine")} in ${shown} is up to date.`
      : `The flake of ${count(machines.length, "machine")} is in ${shown}:\n${marks.join("\n")}`;
  const next = machines
    .slice(0, 1)
    .map(
      ({ name, class: machineClass }) =>
        `${machineClass === "darwin" ? "darwin" : "nixos"}-rebuild switch --flake path:${shown.startsWith("/") ? shown : `./${shown}`}#${name}`,
    );
  return {
    json: { flake: { folder: place, changed, removed } },
    text: `${done}\n\nOn a machine, for example: ${next.join("")}`,
    diagnostics: flake.diagnostics,
  };
}
