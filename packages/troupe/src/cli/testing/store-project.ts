/** A project for tests of mistakes: a store with a server and a client. */
import { expect } from "vitest";
import { testProject } from "../../testing/project.ts";

const service = `
export const store = defineService({
  manifest: { name: "store" },
  exports: { url: option(t.str) },
  roles: {
    server: {
      interface: { port: option(t.port), size: option(t.enum(["small", "large"]), { default: "small" }) },
      perInstance: ({ machine, settings, mkExports }) => ({ exports: mkExports({ url: \`\${machine.address}:\${settings.port}\` }) }),
    },
    client: {
      perInstance: ({ exports }) => ({ module: () => system({ environment: { etc: { store: { text: exports["SCOPE"]?.url ?? "" } } } }) }),
    },
  },
});
`;

/** Returns the output of `troupe check` for a project with one mistake, in the instance or in another part. */
export async function errorText(
  instance: string,
  { scope = "store:main:server:", machines = `alice: { address: "192.0.2.1", tags: ["home"] }` } = {},
): Promise<string> {
  const project = testProject({
    "troupe.ts": `import { defineInventory, defineService, option, system, t } from "troupe";
${service.replace("SCOPE", scope)}
export default defineInventory({
  services: { store },
  machines: { ${machines} },
}).instances({
  main: ${instance},
});
`,
  });
  return commandOutput(await project.troupe(["check"]));
}

/** Returns the whole output of a command, which must have no stack trace. */
export function commandOutput({
  status,
  stdout,
  stderr,
}: {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}): string {
  expect(stderr).not.toMatch(/\n\s+at .*\.(ts|js):\d+:\d+\)?\n.*\n\s+at /); // no stack trace
  return [`exit ${status}`, ...(stdout === "" ? [] : [stdout]), ...(stderr === "" ? [] : [stderr])].join("\n");
}
