/** The demo does what the README says: on real machines, and without any as far as it can. */
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describeWithHosts } from "@troupe/lab/testing";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

function demo(...args: readonly string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=troupe-source", join(root, "scripts/demo.ts"), ...args],
    {
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    },
  );
  return { status, output: stdout + stderr };
}

describeWithHosts("npm run demo", () => {
  test("moves the primary of a store that really replicates, and back", () => {
    const { status, output } = demo();
    expect(output).toContain("reading on carol: hello-from-alice");
    expect(output).toContain("why: instance sessions, role replica: reads export kvstore:sessions:primary:bob now");
    expect(output).toContain("left behind: /var/lib/kvstore-sessions, the data of kvstore-sessions.service");
    expect(output).toContain("install redis-server (its own units stay off)");
    expect(output).toContain("reading on carol: hello-from-bob");
    expect(output).toMatch(/Nothing to do on 3 machines/);
    expect(output).toMatch(/Roll alice forward +\d+\.\d s {2}1 machine: 1 applied\./);
    expect(output).toContain("3 machines: 3 as declared.");
    expect(status).toBe(0);
  });
});

test("without machines the demo goes as far as the plan and says what it skipped", () => {
  const folders = ["demo-generations", "demo-generations-moved"].map((name) => join(root, name));
  const { status, output } = demo("--no-hosts");
  expect(status).toBe(0);
  expect(output).toContain("Skipped, because --no-hosts was given: apply, writing and reading, rollback.");
  for (const folder of folders) {
    expect(existsSync(join(folder, "carol/manifest"))).toBe(true);
    rmSync(folder, { recursive: true });
  }
});
