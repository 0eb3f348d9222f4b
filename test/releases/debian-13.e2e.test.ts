/** Applying to a host of Debian 13. All other tests on hosts run Debian 12. */
import { describeWithHosts, useLab } from "@troupe/lab/testing";
import { expect, test } from "vitest";
import { testProject } from "../../packages/troupe/src/testing/project.ts";

const project = (version: number) => ({
  "troupe.ts": `import { defineInventory, system } from "troupe";
export default defineInventory({
  machines: {
    alice: {
      deploy: { targetHost: "root@10.231.0.11" },
      module: system({
        environment: { etc: { "hello.conf": { text: "version ${version}\\n" } } },
        systemd: {
          services: {
            hello: { wantedBy: ["multi-user.target"], serviceConfig: { ExecStart: "/bin/sh -c 'echo ${version} > /run/hello; exec sleep infinity'" } },
          },
        },
        healthChecks: { hello: { script: "grep -x ${version} /run/hello" } },
      }),
    },
  },
});
`,
});

describeWithHosts("a machine that runs Debian 13", () => {
  const lab = useLab({ hosts: 1, release: "trixie" });

  test("gets a unit and a file by apply, keeps them when it boots, and goes back by rollback", async () => {
    const { troupe, write } = testProject(project(1));
    const env = { TROUPE_SSH: lab.sshProgram };
    const state = async () =>
      (
        await lab.ssh(
          "alice",
          "cat /etc/hello.conf /run/hello; systemctl is-active hello; systemctl --failed --no-legend",
        )
      ).stdout;

    expect(await troupe(["apply", "--yes"], { env })).toMatchObject({ status: 0 });
    expect(await state()).toBe("version 1\n1\nactive\n");
    write(project(2));
    expect(await troupe(["apply", "--yes"], { env })).toMatchObject({ status: 0 });
    await lab.reboot("alice");
    expect(await state()).toBe("version 2\n2\nactive\n");
    expect((await troupe(["plan", "--exit-code"], { env })).status).toBe(0);
    expect(await troupe(["rollback", "--yes"], { env })).toMatchObject({ status: 0 });
    expect(await state()).toBe("version 1\n1\nactive\n");
  });
});
