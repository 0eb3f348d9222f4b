/** A small platform with options of every sort, so that machines have something to be configured with. */
import type { MachineClass } from "@troupe/core";
import { option, t } from "@troupe/modules";

const options = {
  lines: option(t.listOf(t.str)),
  name: option(t.str, { default: "" }),
  files: option(
    t.attrsOf(t.submodule(({ name }) => ({ path: option(t.str, { default: `/${name}` }), text: option(t.lines) }))),
  ),
  any: option(t.attrsOf(t.anything)),
  limit: option(t.nullOr(t.int)),
  unit: option(t.submodule({ after: option(t.listOf(t.str)) }, { freeformType: t.attrsOf(t.json) })),
};

const linux: MachineClass = { name: "linux", result: "linuxModule", modules: [{ options }] };

/** The classes of all random machines. */
export const classes: readonly MachineClass[] = [
  linux,
  { ...linux, name: "nixos", result: "nixosModule" },
  { ...linux, name: "darwin", result: "darwinModule", opaqueResult: true },
];
