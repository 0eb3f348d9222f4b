import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testProject } from "../../testing/project.ts";

const script = `import { defineInventory, defineService, option, system, t } from "troupe";
import json from "./inventory.json" with { type: "json" };

const web = defineService({
  manifest: { name: "web" },
  exports: { url: option(t.str) },
  roles: {
    server: {
      interface: { port: option(t.port, { default: 80 }) },
      perInstance: ({ settings, machine, mkExports }) => ({
        exports: mkExports({ url: \`http://\${machine.address}:\${settings.port}\` }),
        module: system({
          systemd: { services: { web: { wantedBy: ["multi-user.target"], serviceConfig: { ExecStart: \`/usr/bin/web --port \${settings.port}\` } } } },
        }),
      }),
    },
    client: {
      perInstance: ({ exports }) => ({
        module: () => system({ environment: { etc: { "web.url": { text: \`\${exports["web:site:server:"]?.url}\\n\` } } } }),
      }),
    },
  },
});

export default defineInventory({ services: { web }, json }).instances({ site: { service: "web", roles: { server: { machines: { m1: {} } }, client: { tags: { all: {} } } } } });
`;

const inventory = (count: number) =>
  JSON.stringify({
    machines: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `m${index + 1}`,
        { deploy: { targetHost: `root@192.0.${2 + Math.floor(index / 250)}.${index % 250}` } },
      ]),
    ),
  });

test("plan --offline needs no address", async () => {
  const project = testProject({ "inventory.json": '{ "machines": { "alice": {} } }' });
  const { status, stdout, stderr } = await project.troupe(["plan", "--offline"]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("alice  new");
});

describe("troupe plan --offline", () => {
  test("shows the whole plan of one machine", async () => {
    const project = testProject({ "troupe.ts": script, "inventory.json": inventory(1) });
    const { stdout, stderr, status } = await project.troupe(["plan", "--offline"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "m1  new
        + /etc/web.url
            +http://192.0.2.0:80
        + web.service
            wanted by multi-user.target
            +[Service]
            +ExecStart=/usr/bin/web --port 80
        start web.service
        why: instance site, role client: joined
        why: instance site, role server: joined

      machine  added  start
      m1       2      1

      Plan for 1 machine: 1 new."
    `);
  });

  test("shows machines with the same changes once", async () => {
    const project = testProject({ "troupe.ts": script, "inventory.json": inventory(300) });
    const { stdout } = await project.troupe(["plan", "--offline", "--on", "m2,tag:all"]);
    expect(stdout).toMatchInlineSnapshot(`
      "m1  new
        + /etc/web.url
            +http://192.0.2.0:80
        + web.service
            wanted by multi-user.target
            +[Service]
            +ExecStart=/usr/bin/web --port 80
        start web.service
        why: instance site, role client: joined
        why: instance site, role server: joined

      m10, m100, m101, m102, m103, m104 and 293 more  new
        + /etc/web.url
            +http://192.0.2.0:80
        why: instance site, role client: joined

      machine                                         added  start
      m1                                              2      1
      m10, m100, m101, m102, m103, m104 and 293 more  1      ·

      Plan for 300 machines: 300 new."
    `);
  });

  test("exits with 3 for changes under --exit-code", async () => {
    const project = testProject({ "troupe.ts": script, "inventory.json": inventory(1) });
    expect((await project.troupe(["plan", "--offline", "--exit-code"])).status).toBe(3);
  });

  test("writes generations with the files of the machines", async () => {
    const project = testProject({ "troupe.ts": script, "inventory.json": inventory(2) });
    await project.troupe(["plan", "--offline", "--out", "generations"]);
    expect(readFileSync(join(project.folder, "generations/m2/etc/web.url"), "utf8")).toBe("http://192.0.2.0:80\n");
    expect(existsSync(join(project.folder, "generations/m1/units/web.service"))).toBe(true);
  });

  test("reports mistakes in --on", async () => {
    const project = testProject({ "troupe.ts": script, "inventory.json": inventory(2) });
    const { stderr, status } = await project.troupe(["plan", "--offline", "--on", "m3,tag:al"]);
    expect(status).toBe(1);
    expect(stderr).toMatchInlineSnapshot(`
      "error TRP6001  There is no machine "m3".
        → Did you mean "m1" or "m2"?

      error TRP6002  --on names the tag "al", which no machine carries.
        → Did you mean "all"?

      2 errors"
    `);
  });
});
