/** The order of folders in the module system: the meaning of definitions stands below evaluation and fast paths. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const source = join(import.meta.dirname, "../../packages/modules/src");
const importedFile = /^(?:import|export) (?!type )[^;]*? from "(\.[^"]+)";/gm;

/** Returns the imports of values in these files, with paths below `packages/modules/src`. */
function importsOf(files: readonly string[]): readonly { readonly file: string; readonly imported: string }[] {
  return files
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) =>
      [...readFileSync(join(source, file), "utf8").matchAll(importedFile)].map(([, imported]) => ({
        file,
        imported: join(file, "..", imported!),
      })),
    );
}

const filesIn = (pattern: string): readonly string[] => globSync(pattern, { cwd: source });

it("merge/ imports only itself, model/ and diagnostics/", () => {
  const imports = importsOf(filesIn("merge/*.ts"));
  expect(imports.length).toBeGreaterThan(20);
  expect(imports.filter(({ imported }) => !/^(merge|model|diagnostics)\//.test(imported))).toEqual([]);
});

it("fast/ has one door for values and one for the start of submodules", () => {
  const outside = filesIn("**/*.ts").filter((file) => !file.startsWith("fast/"));
  const doors = importsOf(outside)
    .map(({ imported }) => imported)
    .filter((imported) => imported.startsWith("fast/"));
  expect(new Set(doors)).toEqual(new Set(["fast/fast-value.ts", "fast/submodule-start.ts"]));
});
