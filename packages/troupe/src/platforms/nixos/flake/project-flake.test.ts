import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { defineInventory, defineService, evaluateInventory, inventorySources } from "@troupe/core";
import { nix, nixFile, nixos, type NixosModule } from "@troupe/nixos";
import { system } from "@troupe/vocabulary";
import { expect, onTestFinished, test } from "vitest";
import { machineClasses } from "../../platforms.ts";
import { nixFilesOf } from "./flake-folder.ts";
import { projectFlake } from "./project-flake.ts";

function project(...files: readonly string[]): string {
  const outer = mkdtempSync(join(tmpdir(), "troupe-references-"));
  onTestFinished(() => rmSync(outer, { recursive: true }));
  const folder = join(outer, "project");
  for (const file of [...files, "../secret.txt"]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), "{ }\n");
  }
  return folder;
}

const evaluatedWith = (text: string, nixosModule?: NixosModule) => {
  const service = defineService({
    manifest: { name: "s" },
    roles: {
      r: {
        perInstance: () => ({
          module: system({ environment: { etc: { motd: { text } } } }),
          ...(nixosModule !== undefined && { nixosModule }),
        }),
      },
    },
  });
  const inventory = defineInventory({ services: { s: service }, machines: { evil: { class: "nixos" } } }).instances({
    i: { service: "s", roles: { r: { machines: ["evil"] } } },
  });
  return evaluateInventory(inventorySources(inventory), { classes: machineClasses() });
};

test("a text that mentions files copies none of them into the flake", async () => {
  const folder = project(".env", ".git/config", "notes.txt", "files/logo.png");
  const evaluated = evaluatedWith("see ../.env ../.git/config ../notes.txt ../../../files/logo.png ../../secret.txt");
  expect((await projectFlake(folder, evaluated)).copied).toEqual([]);
});

test("files that path expressions and templates refer to are copied, inside the project and without a dot", async () => {
  const folder = project("files/logo.png", "data.json", ".env", "a/.secret", "unused.txt");
  symlinkSync("../secret.txt", join(folder, "link.txt"));
  symlinkSync("data.json", join(folder, "inner.json"));
  const evaluated = evaluatedWith(
    "hello",
    nixos(() => ({
      a: nix`builtins.readFile ../../../../files/logo.png`,
      b: nixFile("./inner.json"),
      c: [nixFile("./.env"), nixFile("./a/.secret"), nixFile("./link.txt"), nixFile("./missing.txt")],
    })),
  );
  const { copied, data } = await projectFlake(folder, evaluated);
  expect([copied, data]).toEqual([
    ["files/logo.png", "inner.json"],
    ["files/logo.png", "inner.json"],
  ]);
});

test("Nix files behind a dot and behind links out of the project are left out", async () => {
  const folder = project("own.nix", ".hidden.nix", "../outer.nix", "sub/x.nix");
  symlinkSync("../outer.nix", join(folder, "link.nix"));
  symlinkSync("own.nix", join(folder, "inner.nix"));
  expect(await nixFilesOf(folder)).toEqual(["inner.nix", "own.nix", "sub/x.nix"]);
});
