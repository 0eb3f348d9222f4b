/**
 * Core knows no platform, because classes of machines are its input; troupe knows platforms in the folder `platforms/`
 * alone.
 */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { isProductCode, linesWithNames } from "./names-in-code.ts";

const root = join(import.meta.dirname, "../..");
const platformName = /linux|nixos|darwin/i;

const codeBelow = (folder: string): readonly string[] =>
  globSync(`${folder}/**/*.ts`, { cwd: root }).filter(isProductCode);

function linesOf(file: string, options?: { readonly withoutSpecifiers: boolean }): readonly string[] {
  return linesWithNames(readFileSync(join(root, file), "utf8"), platformName, options).map((line) => `${file}:${line}`);
}

it("names in literals and identifiers are found, names in comments are not", () => {
  const source = [
    "/** For linux. */",
    'const a = "https://x"; // linux',
    "const isNixos = true;",
    'result["linuxModule"];',
  ].join("\n");
  expect(linesWithNames(source, platformName)).toEqual(["3: const isNixos = true;", '4: result["linuxModule"];']);
});

it("names of imported modules count only where they are asked for", () => {
  const source = 'import { nix } from "@troupe/nixos";\nawait import("./linux.ts");\nexport { nixos } from "x";';
  expect(linesWithNames(source, platformName, { withoutSpecifiers: true })).toEqual(['3: export { nixos } from "x";']);
  expect(linesWithNames(source, platformName)).toHaveLength(3);
});

it("packages/core names no platform", () => {
  const files = codeBelow("packages/core/src");
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap((file) => linesOf(file))).toEqual([]);
});

/** Lines of packages/troupe that name an operating system or a public name, and no platform. */
const otherMeanings: readonly (readonly [file: string, line: string])[] = [
  // The function of the library that writes a module for NixOS.
  ["index.ts", 'export { flakeInput, nix, nixFile, nixos } from "@troupe/nixos";'],
  // Texts for users, about the operating system.
  ["remote/diagnostics.ts", 'hint: () => "Troupe manages Linux machines that run systemd, as root.",'],
  ["deploy/agent-state.ts", 'name: reply.first("system")?.[2] ?? "Linux"'],
  // The word of OCI images for the operating system.
  ["bundles/oci/layout.ts", 'config.os !== "linux"'],
  ["bundles/oci/oci.ts", 'os: "linux"'],
  ["bundles/oci/root-archive.ts", 'os: "linux"'],
];

it("packages/troupe names platforms in platforms/ alone", () => {
  const folder = "packages/troupe/src";
  const files = codeBelow(folder).filter((file) => !file.startsWith(`${folder}/platforms/`));
  expect(files.length).toBeGreaterThan(100);
  const lines = files.flatMap((file) => linesOf(file, { withoutSpecifiers: true }));
  const isOther = (line: string) =>
    otherMeanings.some(([file, text]) => line.startsWith(`${folder}/${file}:`) && line.includes(text));
  expect(lines.filter((line) => !isOther(line))).toEqual([]);
  expect(lines).toHaveLength(otherMeanings.length);
});

it("code outside of platforms/ imports no file of one platform", () => {
  const folder = "packages/troupe/src";
  const files = codeBelow(folder).filter((file) => !file.startsWith(`${folder}/platforms/`));
  const imported = files.flatMap((file) =>
    linesWithNames(readFileSync(join(root, file), "utf8"), /platforms\/(?!platforms\.ts|diagnostics\.ts)/).map(
      (line) => `${file}:${line}`,
    ),
  );
  // The type of a value that projects export.
  expect(imported).toEqual([
    expect.stringContaining('export type { FlakeOptions } from "./platforms/nixos/flake/flake-options.ts";'),
  ]);
});
