/** An installation of the packages as they are published, for tests and benchmarks. */
import { execFileSync, type StdioOptions } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const quietly: { readonly stdio: StdioOptions } = { stdio: ["ignore", "ignore", "pipe"] };

/** Packs all packages with `npm pack` and installs them in an empty folder. */
export function installPackages(folder: string): void {
  const pack = (name: string, ...options: readonly string[]): void => {
    const cwd = join(root, "packages", name);
    execFileSync("npm", ["pack", "--silent", "--pack-destination", folder, ...options], { cwd, ...quietly });
  };
  // Packing troupe builds all that it needs.
  pack("troupe");
  for (const name of ["modules", "core", "vocabulary", "linux", "nixos"]) pack(name, "--ignore-scripts");
  // What "npm init" writes.
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "commonjs" }\n');
  const tarballs = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  execFileSync(
    "npm",
    ["install", "--silent", "--prefer-offline", "--no-fund", "--no-audit", ...tarballs.map((file) => `./${file}`)],
    { cwd: folder, ...quietly },
  );
}
