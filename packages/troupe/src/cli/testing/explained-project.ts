/**
 * A project for tests of `troupe explain`: a server with settings of each strength, and a client that reads its export.
 */
import { testProject } from "../../testing/project.ts";

export const explainedScript = `import { defineInventory, defineService, mkDefault, mkForce, mkIf, option, system, t } from "troupe";

const web = defineService({
  manifest: { name: "web" },
  exports: { url: option(t.str), weight: option(t.int, { default: 1 }) },
  roles: {
    server: {
      interface: { port: option(t.port, { default: 80, description: "Where it listens" }), names: option(t.listOf(t.str)) },
      perInstance: ({ settings, machine, mkExports }) => {
        const url = \`http://\${machine.address}:\${settings.port}\`;
        return { exports: mkExports({ url }), module: { environment: { etc: { "web.conf": { text: mkDefault(url) } } } } };
      },
    },
    client: {
      perInstance: ({ exports }) => ({
        module: () => system({ environment: { etc: { "web.url": { text: \`\${exports["web:site:server:"]?.url}\\n\` } } } }),
      }),
    },
  },
});

export default defineInventory({
  services: { web },
  machines: {
    alice: {
      address: "192.0.2.1",
      tags: ["big"],
      module: system({
        environment: { etc: { "web.conf": { text: "mine" } } },
        networking: { hostName: mkIf(() => false, () => ([] as string[])[0]!.trim()) },
      }),
    },
    bob: { address: "192.0.2.2", module: system({ networking: { hostName: mkForce("robert"), domain: "home" } }) },
  },
}).instances({
  site: {
    service: "web",
    roles: {
      server: {
        machines: { alice: { settings: { names: ["a"] } } },
        tags: { big: { defaults: { port: 81 }, settings: { names: ["b"] } } },
        defaults: { port: 82 },
      },
      client: { machines: ["bob"] },
    },
  },
});
`;

/** Returns the output of `troupe explain` in the project, with the exit status. */
export async function explain(...args: readonly string[]): Promise<string> {
  const project = testProject({ "troupe.ts": explainedScript });
  const { status, stdout, stderr } = await project.troupe(["explain", ...args], { env: { COLUMNS: "78" } });
  return [`exit ${status}`, ...(stdout === "" ? [] : [stdout]), ...(stderr === "" ? [] : [stderr])].join("\n");
}
