import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { inputsOf, lockedInputs } from "./locked-inputs.ts";

it("describes what inputs are locked to; those that follow others are left to them", () => {
  const nodes = {
    root: { inputs: { nixpkgs: "nixpkgs_2", disko: "disko", own: "own", follower: ["disko", "nixpkgs"] } },
    nixpkgs_2: {
      locked: { type: "github", owner: "NixOS", repo: "nixpkgs", rev: "1a2b3c4d5e6f", lastModified: 1777600000 },
    },
    disko: { locked: { type: "git", url: "https://example.org/disko.git", rev: "fffffff0000", lastModified: 0 } },
    own: { locked: { type: "path", path: "/srv/own", narHash: "sha256-AbCdEfGhIj=" } },
  };
  expect(lockedInputs(JSON.stringify({ root: "root", version: 7, nodes }))).toEqual({
    disko: "git:https://example.org/disko.git/fffffff (1970-01-01)",
    nixpkgs: "github:NixOS/nixpkgs/1a2b3c4 (2026-05-01)",
    own: "path:/srv/own/AbCdEfG",
  });
});

it("leaves a lock that makes no sense to Nix", async () => {
  const folder = mkdtempSync(join(tmpdir(), "troupe-inputs-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(await inputsOf(folder)).toEqual({});
  writeFileSync(join(folder, "flake.lock"), "<<<<<<< HEAD\n");
  expect(await inputsOf(folder)).toEqual({});
});
