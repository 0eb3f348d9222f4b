/** An image: read by the tools that everybody has for it, and booted. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { baseImage, createLab, layer } from "@troupe/lab";
import { describeWithHosts } from "@troupe/lab/testing";
import { expect, test } from "vitest";
import { testProject } from "../../testing/project.ts";
import { helloProject, nothingToDo } from "../testing/hello-project.ts";

describeWithHosts("an image on a root file system", () => {
  const progress = (line: string) => process.stderr.write(`lab: ${line}\n`);

  test("becomes its machine when it boots", async () => {
    const { folder, troupe } = testProject(helloProject());
    const here = (name: string) => join(folder, name);
    execFileSync("tar", ["-cf", here("base.tar"), "-C", (await baseImage(progress)).tree, "."]);
    expect(
      (await troupe(["build", "alice", "--as", "oci", "--base", "base.tar", "--out", "alice.oci.tar"])).status,
    ).toBe(0);

    const tools = createLab({ hosts: ["tools"], layers: [layer("images", ["skopeo", "umoci"])], progress });
    await using _ = tools;
    await tools.up();
    const { stdout } = await tools.ssh(
      "tools",
      `cat > alice.tar &&
      skopeo --insecure-policy copy -q --dest-oci-accept-uncompressed-layers oci-archive:alice.tar oci:alice:latest &&
      skopeo inspect oci:alice:latest &&
      umoci stat --image alice:latest >/dev/null &&
      umoci unpack --image alice:latest bundle >/dev/null`,
      { input: readFileSync(here("alice.oci.tar")) },
    );
    expect(JSON.parse(stdout)).toMatchObject({
      Architecture: expect.any(String),
      Os: "linux",
      Layers: [expect.any(String), expect.any(String)],
    });
    mkdirSync(here("root"));
    const pipe = `"$1" tools tar -C bundle/rootfs -c . | tar -xp --numeric-owner -C "$2"`;
    execFileSync("sh", ["-c", pipe, "sh", tools.sshProgram, here("root")]);
    await tools.down();

    await using lab = createLab({ hosts: [{ name: "alice", root: here("root") }], progress });
    await lab.up();
    const after = await lab.ssh(
      "alice",
      "cat /run/hello /etc/hello.conf; systemctl is-active hello; systemctl --failed --no-legend; ls /etc/systemd/system/troupe-first-boot.service; ls /var/lib/troupe/incoming",
      { allowFailure: true },
    );
    expect(after.stdout).toBe("1\nversion 1\nactive\n");
    expect((await troupe(["plan"], { env: { TROUPE_SSH: lab.sshProgram } })).stdout).toBe(nothingToDo);
    await lab.reboot("alice");
    expect((await lab.ssh("alice", "cat /run/hello")).stdout).toBe("1\n");
  });
});
