/** Builds packages for publishing: `node scripts/build.ts` in the root builds all, in a package that one and what it needs. */
import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const order = ["modules", "core", "system", "linux", "nixos", "troupe"];
const here = relative(join(root, "packages"), process.cwd());
const wanted = order.includes(here) ? order.slice(0, order.indexOf(here) + 1) : order;

for (const name of wanted) {
  const folder = join(root, "packages", name);
  rmSync(join(folder, "dist"), { recursive: true, force: true });
  // Sources are resolved through what the other packages publish, so what is built is what their users get.
  const config = {
    extends: join(root, "packages/troupe/tsconfig.base.json"),
    compilerOptions: {
      noEmit: false,
      outDir: join(folder, "dist"),
      rootDir: join(folder, "src"),
      declaration: true,
      sourceMap: true,
      rewriteRelativeImportExtensions: true,
      // Only troupe does I/O; @troupe/linux needs a type for TextEncoder, which every runtime has.
      types: name === "troupe" || name === "linux" ? ["node"] : [],
    },
    include: [join(folder, "src")],
    exclude: [
      join(folder, "src/**/*.test.ts"),
      join(folder, "src/**/*.test-d.ts"),
      join(folder, "src/**/testing"),
      join(folder, "src/**/testing*.ts"),
    ],
  };
  const file = join(folder, "tsconfig.build.json");
  writeFileSync(file, JSON.stringify(config));
  const { status } = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", file], { stdio: ["ignore", 2, 2] });
  rmSync(file);
  if (status !== 0) process.exit(status ?? 1);
  copyScripts(folder);
  console.error(`built ${(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name: string }).name}`);
}

/** Files that are no TypeScript but part of the program. */
function copyScripts(folder: string): void {
  cpSync(join(folder, "src"), join(folder, "dist"), {
    recursive: true,
    filter: (source) => !/\.ts$|[\\/]testing$/.test(source),
  });
}
