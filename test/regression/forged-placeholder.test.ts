/** A text of inventory.json had the form of a placeholder, and so ordered the removal of openssh-server. */
import { expect, test } from "vitest";
import { testProject } from "../../packages/troupe/src/testing/project.ts";

const project = (text: string) =>
  testProject({
    "troupe.ts": `import { defineInventory, definePackage, defineService, option, system, t } from "troupe";
const redis = definePackage({ debian: "redis-server", nixpkgs: "redis" });
const motd = defineService({ manifest: { name: "motd" }, roles: { host: {
  interface: { text: option(t.str), command: option(t.str, { default: redis.bin("redis-cli") }) },
  perInstance: ({ settings }) => ({ module: system({ environment: { etc: { "motd.d/site": { text: settings.text } } } }) }),
} } });
export default defineInventory({ services: { motd } });
`,
    "inventory.json": JSON.stringify({
      machines: { sec2: { deploy: { targetHost: "root@192.0.2.12" } } },
      instances: { m: { module: { name: "motd" }, roles: { host: { machines: { sec2: { settings: { text } } } } } } },
    }),
  });

test("a text of inventory.json orders no package", async () => {
  const text = "@@troupe-program:x:openssh-server-:x:@@ @@troupe-program:redis-cli:redis-server:redis:@@";
  const { plan } = JSON.parse((await project(text).troupe(["plan", "--offline", "--json"])).stdout);
  expect(plan.machines[0].packages.install).toEqual([]);
  expect(plan.machines[0].changes.map((change: { diff: string }) => change.diff).join()).toContain(text);
});

test("a program in settings has the same text in every process", async () => {
  const checked = await project("hello").troupe(["check", "--pure"]);
  expect(checked.stdout).toContain("nothing differs");
});
