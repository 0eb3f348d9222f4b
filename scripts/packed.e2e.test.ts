/**
 * What is published works: packed with `npm pack`, installed into an empty folder elsewhere, with nothing of this
 * repository around.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installPackages } from "./installation.ts";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "troupe-packed-"));

beforeAll(() => installPackages(folder));
afterAll(() => rmSync(folder, { recursive: true }));

const project = join(folder, "project");
const caches = join(folder, "caches");

function troupe(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return spawnSync("npx", ["--no-install", "troupe", ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", NODE_OPTIONS: "", NODE_COMPILE_CACHE: "", XDG_CACHE_HOME: caches, ...env },
  });
}

test("troupe init begins a project, and troupe check accepts it", () => {
  expect(troupe(["init", "project"]).status).toBe(0);
  const { status, stdout } = troupe(["check", "-C", "project"]);
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

test("troupe runs in a package of any type, and on the Node of the machine or of the installation", () => {
  expect(troupe(["init"]).status).toBe(0);
  const path = process.env["PATH"]!.split(":").filter((part) => !part.includes("node_modules"));
  const { status, stderr } = spawnSync("node", [join(folder, "node_modules/troupe/bin/troupe.cjs"), "check"], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: path.join(":"), NO_COLOR: "1" },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

test("troupe tells its own code from the project's, and starts its own programs", () => {
  const endless = join(folder, "endless");
  mkdirSync(endless);
  writeFileSync(
    join(endless, "troupe.ts"),
    `import { defineInventory, defineService } from "troupe";
const loop = defineService({ manifest: { name: "loop" }, roles: { peer: { perInstance: () => { for (;;); } } } });
export default defineInventory({ services: { loop }, machines: { alice: {} } }).instances({ loop: { roles: { peer: { machines: ["alice"] } } } });
`,
  );
  const { status, stderr } = troupe(["check", "-C", "endless"], { TROUPE_TIME_LIMIT: "1" });
  expect(stderr).toContain(
    'error TRP4009  perInstance of role "peer" of service "loop" (instance loop, machine alice) has been',
  );
  expect(stderr).toContain("at troupe.ts:2:96\n");
  expect(status).toBe(1);
  expect(troupe(["check", "--pure"]).stdout).toContain("nothing differs");
});

test("compiled code lies where no other user can write, and is not kept without such a place", () => {
  expect(troupe(["check"], { XDG_CACHE_HOME: "", HOME: join(folder, "nowhere") }).status).toBe(0);
  expect(existsSync(join(folder, "nowhere"))).toBe(false);
  expect(troupe(["check"]).status).toBe(0);
  const [own] = readdirSync(join(caches, "troupe/compiled"));
  expect(readdirSync(join(caches, "troupe/compiled", own!)).length).toBeGreaterThan(0);
});
