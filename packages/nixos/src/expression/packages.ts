/** Package references as packages of nixpkgs. */
import type { PackageRef } from "@troupe/vocabulary";
import type { Expression } from "../model/expression.ts";
import { moduleArgument, selection } from "./nodes.ts";

const pkgs = moduleArgument("pkgs");

/** `pkgs.redis` */
export function packageExpression({ nixpkgs }: Pick<PackageRef, "nixpkgs">): Expression {
  return nixpkgs.split(".").reduce(selection, pkgs);
}
