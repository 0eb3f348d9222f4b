import { describe, expect, test } from "vitest";
import { testProject } from "../../testing/project.ts";

/** A Linux host that refuses connections, and a machine with macOS. */
const inventory = JSON.stringify({
  machines: { alice: { deploy: { targetHost: "root@127.0.0.1:9" } }, mac: { class: "darwin" } },
});

describe("machines of class darwin", () => {
  const files = { "inventory.json": inventory };

  test("plan lists them beside machines of other classes", async () => {
    const { stdout, stderr, status } = await testProject(files).troupe(["plan", "--offline"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "alice  new

      mac  not applied by Troupe
        its flake is written by troupe build --nixos FOLDER, and applied by darwin-rebuild

      Plan for 2 machines: 1 new, 1 not applied by Troupe."
    `);
  });

  test("plan of such a machine alone says so, contacts nobody and exits with 0", async () => {
    const project = testProject(files);
    const { stdout, stderr, status } = await project.troupe(["plan", "--on", "mac", "--exit-code"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "mac  not applied by Troupe
        its flake is written by troupe build --nixos FOLDER, and applied by darwin-rebuild

      Plan for 1 machine: 1 not applied by Troupe."
    `);
    const { plan } = JSON.parse((await project.troupe(["plan", "--on", "mac", "--json"])).stdout) as {
      plan: { machines: object[] };
    };
    expect(plan.machines).toMatchObject([{ machine: "mac", status: "not-applied", details: { kind: "darwin" } }]);
  });

  test("apply and rollback of such a machine alone change nothing and exit with 0", async () => {
    const project = testProject(files);
    expect(await project.troupe(["apply", "--on", "mac", "--yes"])).toEqual({
      status: 0,
      stdout: "Not applied by Troupe: mac.",
      stderr: "",
    });
    const { stdout, status } = await project.troupe(["rollback", "--on", "mac", "--yes"]);
    expect([status, stdout]).toEqual([0, "mac  not applied by Troupe\n\n1 machine: 1 not applied by Troupe."]);
  });

  test("status lists them, and does not count them as unreachable", async () => {
    const { stdout } = await testProject(files).troupe(["status"]);
    expect(stdout).toMatchInlineSnapshot(`
      "machine  runs  declared  remarks
      alice    ?     ?         unreachable
      mac      ?     ?         not applied by Troupe

      2 machines: 0 as declared, 1 unreachable, 1 not applied by Troupe."
    `);
  });
});
