import { expect, it } from "vitest";
import { contributionChanges } from "./changes.ts";
import type { NixosRecord } from "./contributions.ts";

const record = (modules: NixosRecord["modules"], inputs: NixosRecord["inputs"], port: number): NixosRecord => ({
  version: 1,
  machine: "alice",
  modules,
  inputs,
  provenance: {
    version: 1,
    entries: { "module:modules/kvstore.nix": ["kvstore:sessions:primary:carol"] },
    contributors: {
      "kvstore:sessions:primary:carol": { label: "instance sessions, role primary", settings: { port }, reads: {} },
    },
  },
});

it("says what changed and why: modules by who contributes them, inputs by what they are locked to", () => {
  const before = record(
    { "modules/kvstore.nix": "{ port = 1; }\n", "gone.nix": "{ }\n" },
    { nixpkgs: "github:NixOS/nixpkgs/1111111" },
    1,
  );
  const after = record({ "modules/kvstore.nix": "{ port = 2; }\n" }, { nixpkgs: "github:NixOS/nixpkgs/2222222" }, 2);
  const changes = contributionChanges(before, after).map(({ kind, name, action, notes, why }) => [
    action,
    kind,
    name,
    notes,
    why.map(({ cause }) => cause),
  ]);
  expect(changes).toEqual([
    ["change", "input", "nixpkgs", ["github:NixOS/nixpkgs/1111111 → github:NixOS/nixpkgs/2222222"], []],
    ["remove", "module", "gone.nix", undefined, []],
    [
      "change",
      "module",
      "modules/kvstore.nix",
      undefined,
      [{ kind: "settings", changes: [{ path: ["port"], from: 1, to: 2 }] }],
    ],
  ]);
  expect(contributionChanges(after, after)).toEqual([]);
  expect(contributionChanges(undefined, after).map(({ action }) => action)).toEqual(["add", "add"]);
});
