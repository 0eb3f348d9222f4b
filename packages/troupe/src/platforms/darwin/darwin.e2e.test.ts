import { describeWithHosts, useLab } from "@troupe/lab/testing";
import { expect, test } from "vitest";
import { testProject } from "../../testing/project.ts";

const script = `import { defineInventory, system } from "troupe";
export default defineInventory({
  machines: {
    alice: { deploy: { targetHost: "root@alice" }, module: system({ environment: { etc: { greeting: { text: "hello\\n" } } } }) },
    mac: { class: "darwin" },
  },
});
`;

describeWithHosts("a project with a machine of class darwin", () => {
  const lab = useLab({ hosts: ["alice"] });

  test("apply switches the machine of class linux and lists the other", async () => {
    const project = testProject({ "troupe.ts": script });
    const { status, stdout } = await project.troupe(["apply", "--yes"], { env: { TROUPE_SSH: lab.sshProgram } });
    expect(status, stdout).toBe(0);
    expect(stdout).toMatch(/^alice {2}applied, runs [0-9a-f]{8}$/m);
    expect(stdout).toMatch(/^mac {2}not applied by Troupe$/m);
    expect(stdout).toContain("2 machines: 1 applied, 1 not applied by Troupe.");
    expect((await lab.ssh("alice", ["cat", "/etc/greeting"])).stdout).toBe("hello\n");
  });
});
