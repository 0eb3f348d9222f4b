/** The last two of what people get wrong: machines that cannot be reached, and machines that are not who they were. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWithHosts, useLab } from "@troupe/lab/testing";
import { expect, test } from "vitest";
import { testProject } from "../testing/project.ts";

const inventory = (address: string) => ({
  "inventory.json": `{\n  "machines": {\n    "alice": { "deploy": { "targetHost": "root@${address}" } }\n  }\n}\n`,
});

/** Removes the lines that tell about progress: they are printed only where a plan takes longer than half a second. */
const withoutProgress = (stderr: string) => stderr.replaceAll(/^alice: looking\n/gm, "");

test("14. a machine that cannot be reached", async () => {
  // Nothing listens on this port of this very machine.
  const { status, stdout, stderr } = await testProject(inventory("127.0.0.1:9")).troupe(["plan"]);
  expect(status).toBe(1);
  expect(`${stdout}\n${withoutProgress(stderr)}`).toMatchInlineSnapshot(`
    "alice  unreachable

    Plan for 1 machine: 1 unreachable.

    error TRP5001  alice (root@127.0.0.1:9) cannot be reached: Connection refused at port 9.
      at inventory.json:3:28
         3 │     "alice": { "deploy": { "targetHost": "root@127.0.0.1:9" } }
           │                            ^
      → Is it running, and is this its address? Try: ssh -p 9 root@127.0.0.1

    1 error"
  `);
});

describeWithHosts("a real machine", () => {
  const lab = useLab({ hosts: 1 });

  test("15. whose host key changed", async () => {
    const project = testProject(inventory(lab.hosts[0]!.address));
    const env = { TROUPE_SSH: lab.sshProgram };
    expect((await project.troupe(["plan"], { env })).status).toBe(0);
    const known = readFileSync(lab.knownHosts, "utf8");
    const key = join(project.folder, "other");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
    const [type, other] = readFileSync(`${key}.pub`, "utf8").split(" ");
    writeFileSync(lab.knownHosts, known.replaceAll(/ssh-ed25519 \S+/g, `${type} ${other}`));
    try {
      const { status, stdout, stderr } = await project.troupe(["plan"], { env });
      expect(status).toBe(1);
      // Lines are broken where the lab's names, which differ from run to run, let them: compare the words.
      const words = `${stdout}\n${withoutProgress(stderr)}`
        .replaceAll(/\s+/g, " ")
        .replaceAll(lab.knownHosts, "KNOWN_HOSTS")
        .replaceAll(/SHA256:\S+/g, "SHA256:…");
      expect(words).toMatchInlineSnapshot(
        `"alice refused Plan for 1 machine: 1 refused. error TRP5004 alice (root@10.231.0.11) shows another key than the one this computer knows: ED25519 SHA256:… Either the machine was set up anew, or something else answers in its place. at inventory.json:3:28 3 │ "alice": { "deploy": { "targetHost": "root@10.231.0.11" } } │ ^ → Compare the key on the machine's own console (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub). If it is the same, forget the old one: ssh-keygen -f "KNOWN_HOSTS" -R "10.231.0.11" 1 error"`,
      );
    } finally {
      writeFileSync(lab.knownHosts, known);
    }
  });
});
