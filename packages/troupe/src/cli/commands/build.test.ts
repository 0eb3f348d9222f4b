import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Ran, testProject } from "../../testing/project.ts";

const inventory = (rest = "") => `import { defineInventory, system } from "troupe";
export default defineInventory({
  machines: {
    alice: { deploy: { targetHost: "root@192.0.2.10" }, module: system({ environment: { etc: { "motd.d/alice": { text: "Hi.\\n" } } } }) },
    bob: {},
    carol: { class: "nixos" },
  },
  tags: { linuxes: ["alice", "bob"] },
});
${rest}`;
const project = (rest?: string) => testProject({ "troupe.ts": inventory(rest) });
const told = ({ status, stdout, stderr }: Ran) =>
  [`exit ${status}`, stdout, stderr].filter((text) => text !== "").join("\n");

describe("troupe build", () => {
  test("prints the path of each package and the next steps", async () => {
    const { troupe, folder } = project();
    expect(told(await troupe(["build", "alice", "--as", "tar"])).replaceAll(/[\d.]+ kB/g, "SIZE"))
      .toMatchInlineSnapshot(`
        "exit 0
        machine  generation  size    written to
        alice    09df393d    SIZE  alice.tar

        Bring alice.tar to the machine. There, as root:
          tar -xf alice.tar -C /
          sh /var/lib/troupe/incoming/09df393d1f35d0e6efda4b1e403483f2/activate
          sh /var/lib/troupe/incoming/09df393d1f35d0e6efda4b1e403483f2/activate confirm   # over a new login, within 5 minutes"
      `);
    expect(told(await troupe(["build", "alice", "--as", "tree"])).replaceAll(/[\d.]+ kB/g, "SIZE"))
      .toMatchInlineSnapshot(`
        "exit 0
        machine  generation  size               written to
        alice    09df393d    SIZE in 6 files  alice.tree

        Bring alice.tree to the machine. There, as root:
          sh alice.tree/activate
          sh alice.tree/activate confirm   # over a new login, within 5 minutes"
      `);
    expect(readdirSync(join(folder, "alice.tree")).toSorted()).toEqual(["README", "activate", "agent", "generation"]);
    const { stdout } = await troupe(["build", "--on", "tag:linuxes", "--as", "tree", "--out", "trees", "--json"]);
    const { form, packages } = JSON.parse(stdout) as {
      form: string;
      packages: readonly { machine: string; path: string; kind: string }[];
    };
    expect([form, ...packages.map(({ machine, path, kind }) => `${machine} ${kind} ${path}`)]).toEqual([
      "tree",
      "alice folder FOLDER/trees/alice.tree",
      "bob folder FOLDER/trees/bob.tree",
    ]);
  });

  test("prints the next steps of the first machine alone", async () => {
    const { troupe } = project();
    const ran = await troupe(["build", "--on", "alice,bob", "--as", "tar", "--out", "out/{machine}.tgz"]);
    expect(told(ran).replaceAll(/[\d.]+ kB/g, "SIZE")).toMatchInlineSnapshot(`
      "exit 0
      machine  generation  size   written to
      alice    09df393d    SIZE  out/alice.tgz
      bob      9c572c67    SIZE  out/bob.tgz

      For alice
      Bring out/alice.tgz to the machine. There, as root:
        tar -xf alice.tgz -C /
        sh /var/lib/troupe/incoming/09df393d1f35d0e6efda4b1e403483f2/activate
        sh /var/lib/troupe/incoming/09df393d1f35d0e6efda4b1e403483f2/activate confirm   # over a new login, within 5 minutes"
    `);
  });

  test("a filter writes to a folder, also if it picks one machine", async () => {
    const { troupe, folder } = project();
    for (const [on, out] of [
      ["class:linux", "all"],
      ["class:linux & !bob", "one"],
    ] as const)
      await troupe(["build", "--on", on, "--as", "tar", "--out", out]);
    expect(readdirSync(join(folder, "all"))).toEqual(["alice.tar", "bob.tar"]);
    expect(readdirSync(join(folder, "one"))).toEqual(["alice.tar"]);
  });

  test("requests that cannot be built are reported together", async () => {
    const { troupe, write, folder } = project();
    write({ "file/here": "", "alice.tree/letters/mother": "Dear mother\n" });
    const lines = async (...args: readonly string[]) => told(await troupe(["build", ...args]));
    expect(await lines("alice")).toMatchInlineSnapshot(`
      "exit 1
      error TRP5301  Say what to build, with --as.
        --as tree: a folder with the generation and the script that activates it
        --as tar: an archive to unpack at / (.tar, or .tar.gz)
        --as oci: an OCI image (a layout, or its .tar) that boots with systemd; on the root file system
          --base
        --as nocloud: a seed for cloud-init: a folder, or a disk (.iso)

      1 error"
    `);
    expect(await lines("alise", "--as", "tra")).toMatchInlineSnapshot(`
      "exit 1
      error TRP5302  There is no form "tra" of deployment packages.
        --as tree: a folder with the generation and the script that activates it
        --as tar: an archive to unpack at / (.tar, or .tar.gz)
        --as oci: an OCI image (a layout, or its .tar) that boots with systemd; on the root file system
          --base
        --as nocloud: a seed for cloud-init: a folder, or a disk (.iso)
        → Did you mean --as tar?

      error TRP6001  There is no machine "alise".
        → Did you mean "alice"?

      2 errors"
    `);
    expect(await lines("--as", "tar")).toMatchInlineSnapshot(`
      "exit 1
      error TRP5303  Machine "carol" is of class "nixos"; deployment packages can be built for machines of
        class "linux" only.
        at troupe.ts:6:5
           6 │     carol: { class: "nixos" },
             │     ^
        → NixOS is built by Nix, from its own configuration. Leave it out: name one machine, or several
          with --on.

      1 error"
    `);
    expect(await lines("alice", "--as", "tar", "--base", "debian.tar")).toMatchInlineSnapshot(`
      "exit 1
      error TRP5307  --as tar takes no --base: it does not start from a root file system.
        → Leave --base out; --as oci takes one.

      1 error"
    `);
    expect(await lines("alice", "--as", "tar", "--out", "alice.zip")).toMatchInlineSnapshot(`
      "exit 1
      error TRP5306  --as tar writes files whose names end with .tar or .tar.gz or .tgz, and "alice.zip"
        does not.

      1 error"
    `);
    expect(await lines("alice", "--as", "tree")).toMatchInlineSnapshot(`
      "exit 1
      error TRP5305  alice.tree is not replaced, because it is a folder with other things ("letters").
        → Name another place with --out, or move it away. Folders are replaced only if they hold nothing
          but an earlier package.

      1 error"
    `);
    expect(await lines("alice", "--as", "tree", "--out", "file/here")).toMatchInlineSnapshot(`
      "exit 1
      error TRP5305  file/here is not replaced, because it is not a folder.
        → Name another place with --out, or move it away. Folders are replaced only if they hold nothing
          but an earlier package.

      1 error"
    `);
    expect(await lines("alice", "--as", "tar", "--out", "file/here/alice.tar")).toMatchInlineSnapshot(`
      "exit 1
      error TRP5304  file/here/alice.tar cannot be written: not a directory.
        → Name another place with --out. What was there before is as it was.

      1 error"
    `);
    expect(readFileSync(join(folder, "alice.tree/letters/mother"), "utf8")).toBe("Dear mother\n");
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("a project with errors builds nothing", async () => {
    const { troupe, folder } = testProject({ "inventory.json": '{ "machines": { "alice": { "tagz": [] } } }' });
    const { status, stderr } = await troupe(["build", "alice", "--as", "tar"]);
    expect({ status, stderr }).toMatchObject({ status: 1, stderr: expect.stringContaining("TRP1003") });
    expect(existsSync(join(folder, "alice.tar"))).toBe(false);
  });

  test("an earlier package is replaced as a whole", async () => {
    const { troupe, folder } = project();
    await troupe(["build", "alice", "--as", "tree"]);
    writeFileSync(join(folder, "alice.tree/generation/stale"), "");
    expect((await troupe(["build", "alice", "--as", "tree"])).status).toBe(0);
    expect(readdirSync(join(folder, "alice.tree/generation")).toSorted()).toEqual([
      "etc",
      "manifest",
      "provenance.json",
    ]);
    expect(statSync(join(folder, "alice.tree/activate")).mode & 0o777).toBe(0o755);
    expect(statSync(join(folder, "alice.tree/generation/provenance.json")).mode & 0o777).toBe(0o600);
  });
});

describe("forms of the project", () => {
  const ids = `export const deploymentForms = [{
  name: "ids", description: "the id alone", endings: [".txt"],
  build: ({ machine, generation }) => ({ content: new TextEncoder().encode(machine.name + " " + generation.id), next: (path) => ["cat " + path] }),
}];`;

  test("are built like any other", async () => {
    const { troupe, folder } = project(ids);
    expect(told(await troupe(["build", "alice", "--as", "ids"]))).toMatchInlineSnapshot(`
      "exit 0
      machine  generation  size      written to
      alice    09df393d    38 bytes  alice.txt

      cat alice.txt"
    `);
    expect(readFileSync(join(folder, "alice.txt"), "utf8")).toMatch(/^alice [0-9a-f]{32}$/);
    expect((await troupe(["build", "alice", "--as", "idz"])).stderr).toContain("Did you mean --as ids?");
  });
});
