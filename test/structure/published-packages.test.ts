/** Published packages: the exact versions that they depend on, and the files that they contain. */
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

interface Description {
  readonly private?: boolean;
  readonly dependencies?: { readonly [name: string]: string };
  readonly optionalDependencies?: { readonly [name: string]: string };
}

const published = globSync("packages/*/package.json", { cwd: root })
  .map((path): [string, Description] => [dirname(path), JSON.parse(readFileSync(join(root, path), "utf8"))])
  .filter(([, { private: isPrivate }]) => isPrivate !== true);

describe.each(published)("%s", (folder, { dependencies = {}, optionalDependencies = {} }) => {
  it("depends on exact versions", () => {
    const versions = Object.entries({ ...dependencies, ...optionalDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it("contains no tests and no snapshots", () => {
    const { stdout, stderr } = spawnSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: join(root, folder),
      encoding: "utf8",
    });
    expect(stdout, stderr).not.toBe("");
    const [{ files }] = JSON.parse(stdout) as [{ files: readonly { path: string }[] }];
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter(({ path }) => /\.test(?:-d)?\.ts$|\.snap$|__snapshots__|\/testing\b/.test(path))).toEqual([]);
  });
});
