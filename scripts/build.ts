/**
 * Builds packages for publishing: `node scripts/build.ts` in the root builds all, in a package that one and what it
 * needs. A package becomes few files, because a command loads all of them each time it is started; the types stay as
 * they are.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const order = ["modules", "core", "vocabulary", "linux", "nixos", "troupe"];
/** The packages that use globals of Node. */
const withNodeTypes = new Set(["vocabulary", "linux", "troupe"]);
const here = relative(join(root, "packages"), process.cwd());
const wanted = order.includes(here) ? order.slice(0, order.indexOf(here) + 1) : order;

const entriesOf: { readonly [name: string]: readonly string[] } = {
  modules: ["index", "internal"],
  core: ["index", "internal"],
  vocabulary: ["index", "internal"],
  troupe: ["index", "cli/main", "project/purity/second-evaluation"],
};

/**
 * The modules of a package that other packages or commands load, without their ending. Modules behind a dynamic import
 * become further files.
 */
const entries = (name: string): readonly string[] => entriesOf[name] ?? ["index"];

for (const name of wanted) {
  const folder = join(root, "packages", name);
  rmSync(join(folder, "dist"), { recursive: true, force: true });
  writeTypes(folder, name);
  await writeCode(folder, name);
  console.error(`built ${(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name: string }).name}`);
}

function writeTypes(folder: string, name: string): void {
  // The compiler resolves other packages through their published files, so the emitted types are those that users get.
  const config = {
    extends: join(root, "packages/troupe/tsconfig.base.json"),
    compilerOptions: {
      noEmit: false,
      emitDeclarationOnly: true,
      declaration: true,
      outDir: join(folder, "dist"),
      rootDir: join(folder, "src"),
      rewriteRelativeImportExtensions: true,
      // Only troupe does I/O. The others need the types of TextEncoder and crypto, which every runtime has.
      types: withNodeTypes.has(name) ? ["node"] : [],
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
  const { status } = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", file], {
    stdio: ["ignore", 2, 2],
  });
  rmSync(file);
  if (status !== 0) process.exit(status ?? 1);
}

async function writeCode(folder: string, name: string): Promise<void> {
  await build({
    input: Object.fromEntries(entries(name).map((entry) => [entry, join(folder, `src/${entry}.ts`)])),
    platform: "node",
    external: (id) => !/^[./]/.test(id),
    tsconfig: false,
    logLevel: "warn",
    output: {
      dir: join(folder, "dist"),
      chunkFileNames: "[name].js",
      // Modules that most commands share become one file, instead of one file for each set of commands.
      codeSplitting: { groups: [{ name: "shared", minShareCount: 8 }] },
      // The published package contains the sources, for readers and debuggers.
      sourcemap: true,
      sourcemapExcludeSources: true,
      // A text with one other character takes V8 two bytes for each.
      charset: "ascii",
      comments: false,
    },
  });
}
