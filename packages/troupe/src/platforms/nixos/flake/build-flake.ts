/**
 * `troupe build --nixos FOLDER`: the flake of all machines that Nix evaluates, for nixos-rebuild and for other programs
 * that read flakes.
 */
import { relative, resolve } from "node:path";
import { fail } from "@troupe/modules";
import type { BuildFlag } from "../../../deploy/model/platform.ts";
import { count } from "../../../text/text.ts";
import { soundFlake } from "../desired.ts";
import { noNixMachines } from "../diagnostics.ts";
import { writeFlakeFolder } from "./flake-folder.ts";

/** The programs that apply a flake, by class. */
const rebuild: { readonly [machineClass: string]: string | undefined } = {
  nixos: "nixos-rebuild",
  darwin: "darwin-rebuild",
};

/** Brings the flake in a folder up to date; returns its changed files, and the command that applies it to a machine. */
export const buildFlake: BuildFlag["write"] = async ({ cwd, terminal }, { folder, evaluated }, target) => {
  const machines = [...evaluated.inventory.machines.values()].filter((machine) => rebuild[machine.class] !== undefined);
  const [first] = machines;
  if (first === undefined) return fail(noNixMachines, {});
  const flake = await soundFlake(folder, evaluated);
  const place = resolve(cwd, target);
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
  const command = `${rebuild[first.class]} switch --flake path:${shown.startsWith("/") ? shown : `./${shown}`}#${first.name}`;
  return {
    json: { flake: { folder: place, changed, removed } },
    text: `${done}\n\nOn a machine, for example: ${command}`,
    diagnostics: flake.diagnostics,
  };
};
