/** Packages on real hosts: what is built and carried there by hand is what applying would have made of them. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describeWithHosts, useLab } from "@troupe/lab/testing";
import { expect, test } from "vitest";
import { testProject } from "../testing/project.ts";
import { helloProject, nothingToDo } from "./testing/hello-project.ts";

describeWithHosts("a machine that has never seen Troupe", () => {
  const lab = useLab({ hosts: ["alice"] });
  const run = async (command: string, input?: Uint8Array) => {
    const { status, stdout, stderr } = await lab.ssh("alice", command, {
      allowFailure: true,
      ...(input !== undefined && { input }),
    });
    return [...(status === 0 ? [] : [`status ${status}`]), stdout, stderr].join("\n").trim();
  };

  test("tar: unpacked, activated and confirmed, it is as if it had been applied", async () => {
    const project = testProject(helloProject());
    const plan = async () => (await project.troupe(["plan"], { env: { TROUPE_SSH: lab.sshProgram } })).stdout;
    const { stdout } = await project.troupe(["build", "alice", "--as", "tar", "--json"]);
    const [{ path, generation }] = JSON.parse(stdout).packages;
    await run("cat > alice.tar", readFileSync(path.replace("FOLDER", project.folder)));
    // The commands that it was said to take.
    const [, unpack, activate, confirm] = JSON.parse(stdout).packages[0].next;
    expect(await run(unpack)).toBe("");
    expect((await run(activate)).replaceAll(generation, "ID")).toMatchInlineSnapshot(`
      "start hello.service
      alice runs generation ID, for 300 seconds unless you confirm it. Log in again, and:
        sh /var/lib/troupe/incoming/ID/activate confirm"
    `);
    expect((await run(confirm)).replaceAll(generation, "ID")).toMatchInlineSnapshot(`"alice runs generation ID."`);
    expect(
      await run(
        "cat /run/hello /etc/hello.conf; stat -c '%a %U' /etc/hello.d/1; systemctl is-active hello; uname -n; ls -A /var/lib/troupe/incoming",
      ),
    ).toMatchInlineSnapshot(`
      "1
      version 1
      440 hello
      active
      alice"
    `);
    expect(await plan()).toBe(nothingToDo);
  });

  test("tree: kept only if somebody confirms it, refused if it is not what it was", async () => {
    const bring = async (version: number, healthy = version) => {
      const project = testProject(helloProject({ version, healthy }));
      await project.troupe(["build", "alice", "--as", "tree", "--out", "tree"]);
      // As from a file system that knows no modes.
      await run("rm -rf tree; tar -x", execFileSync("tar", ["-cC", project.folder, "--mode=u=rwX,go=", "tree"]));
    };
    const activate = async (...args: readonly string[]) =>
      (await run(["sh tree/activate", ...args].join(" "))).replaceAll(/\b[0-9a-f]{32}\b/g, "ID");
    await bring(2);
    await run("sed -i s/^window=.*/window=2/ tree/activate");
    // One command, because another login could come after the revert.
    expect(await activate("; cat /run/hello; while [ -e /var/lib/troupe/pending ]; do sleep 0.1; done; cat /run/hello"))
      .toMatchInlineSnapshot(`
      "restart hello.service
      alice runs generation ID, for 2 seconds unless you confirm it. Log in again, and:
        sh /root/tree/activate confirm
      2
      1"
    `);
    expect(await activate("confirm")).toMatchInlineSnapshot(`
      "status 1

      troupe: alice does not run generation ID: it went back, or nobody switched it."
    `);
    expect(await activate("--unattended")).toMatchInlineSnapshot(`
      "restart hello.service
      alice runs generation ID."
    `);
    expect(await run("cat /run/hello /etc/hello.conf; ls -d tree")).toBe("2\nversion 2\ntree");

    await bring(3);
    await run("sed -i s/3/33/ tree/generation/etc/hello.conf");
    expect(await activate("--unattended")).toMatchInlineSnapshot(`
      "status 1

      troupe: what lies in /root/tree/generation is not the generation ID; nothing was switched."
    `);

    await bring(4);
    await run("echo mine > /etc/hello.d/4");
    expect(await activate("--unattended")).toMatchInlineSnapshot(`
      "status 1

      /etc/hello.d/4 is there, and Troupe did not write it.
      troupe: nothing was switched. Move these files away, or take them over with --adopt PATH."
    `);
    expect(await activate("--unattended", "--adopt", "/etc/hello.d/4")).toMatchInlineSnapshot(`
      "restart hello.service
      alice runs generation ID."
    `);
    expect(await run("cat /run/hello /etc/hello.d/4")).toBe("4\nfor hello alone");

    await bring(5, 6);
    expect(await activate("--unattended")).toMatchInlineSnapshot(`
      "status 1
      restart hello.service
      restart hello.service

      The health check hello did not succeed within 1 s:
        it is not 6
      troupe: alice went back to what it ran before."
    `);
    expect(await run("cat /run/hello /etc/hello.conf")).toBe("4\nversion 4");
  });
});
