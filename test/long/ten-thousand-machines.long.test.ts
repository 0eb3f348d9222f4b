/** A project of 10,000 machines: `troupe check` evaluates it within 4 GB of memory. */
import { expect, test } from "vitest";
import { testProject } from "../../packages/troupe/src/testing/project.ts";

const machines = 10_000;
const services = 12;

/** Every service runs on every machine: one server, whose export all clients read. */
const project = `import { defineInventory, defineService, option, system, t } from "troupe";

const names = Array.from({ length: ${services} }, (_, index) => "service" + index);
const service = (name: string) =>
  defineService({
    manifest: { name },
    exports: { url: option(t.str) },
    roles: {
      server: {
        interface: { port: option(t.port, { default: 8000 }) },
        perInstance: ({ machine, settings, mkExports }) => ({ exports: mkExports({ url: machine.name + ":" + settings.port }) }),
      },
      client: {
        interface: { retries: option(t.int, { default: 3 }) },
        perInstance: ({ exports, instanceName, settings }) => ({
          module: () => {
            const [server] = exports.select({ instanceName, roleName: "server" });
            const text = "server " + server?.value.url + "\\n" + "retries " + settings.retries + "\\n";
            return system({ environment: { etc: { [name + ".conf"]: { text } } } });
          },
        }),
      },
    },
  });

export default defineInventory({
  services: Object.fromEntries(names.map((name) => [name, service(name)])),
  machines: Object.fromEntries(Array.from({ length: ${machines} }, (_, index) => ["m" + index, {}])),
}).instances(
  Object.fromEntries(
    names.map((name, index) => [name, { service: name, roles: { server: { machines: ["m" + index] }, client: { tags: ["all"] } } }]),
  ) as never,
);
`;

test("troupe check accepts 12 services on 10,000 machines, within 4 GB of memory", async () => {
  const { troupe } = testProject({ "troupe.ts": project });
  const env = { NODE_OPTIONS: "--max-old-space-size=4096", TROUPE_TIME_LIMIT: "1500" };
  const { status, stdout, stderr } = await troupe(["check"], { env });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain(`✓ ${machines} machines, ${services} services, ${services} instances`);
});
