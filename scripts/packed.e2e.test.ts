/** What is published works: packed with `npm pack`, installed into an empty folder elsewhere, with nothing of this repository around. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "troupe-packed-"));

beforeAll(() => {
  for (const name of ["modules", "core", "system", "linux", "nixos", "troupe"]) {
    execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], {
      cwd: join(root, "packages", name),
      stdio: ["ignore", "ignore", "pipe"],
    });
  }
  // What "npm init" writes.
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "commonjs" }\n');
  const tarballs = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  execFileSync("npm", ["install", "--silent", "--prefer-offline", "--no-fund", "--no-audit", ...tarballs.map((file) => `./${file}`)], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

const project = join(folder, "project");

function npx(...args: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync("npx", ["--no-install", ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", NODE_OPTIONS: "" },
  });
}

test("troupe init begins a project, and troupe check accepts it", () => {
  expect(npx("troupe", "init", "project").status).toBe(0);
  const { status, stdout } = npx("troupe", "check", "-C", "project");
  expect(stdout).toContain("✓ 1 machine, 1 service, 1 instance, 0 exports: no errors");
  expect(status).toBe(0);
});

test("the types that are published check the project, and find a mistake in it", () => {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const run = () => spawnSync(process.execPath, [tsc, "-p", "."], { cwd: project, encoding: "utf8" });
  expect(run().stdout).toBe("");
  writeFileSync(
    join(project, "wrong.ts"),
    'import { system } from "troupe";\nexport const wrong = system({ networking: { hostNme: "x" } });\n',
  );
  expect(run().stdout).toContain("Did you mean to write 'hostName'?");
});

test("it works in a package of any type, and on the Node of the machine or the one that came along", () => {
  expect(npx("troupe", "init").status).toBe(0);
  const path = process.env["PATH"]!.split(":").filter((part) => !part.includes("node_modules"));
  const { status, stderr } = spawnSync("node", [join(folder, "node_modules/troupe/bin/troupe.cjs"), "check"], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: path.join(":"), NO_COLOR: "1" },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});
