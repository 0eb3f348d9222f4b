/** For tests: building without a command line, and a project for hosts whose one machine uses a bit of everything. */
import { join } from "node:path";
import { evaluateProject, renderMachine } from "../evaluate-project.ts";
import { buildPackage, type BuiltPackage } from "./build-package.ts";
import type { DeploymentForm } from "./form.ts";

/** Builds the package of alice; paths are below the folder of the project. */
export async function buildAlice(folder: string, form: DeploymentForm, out: string, base?: string): Promise<BuiltPackage> {
  const { evaluated } = await evaluateProject(folder);
  return buildPackage({
    form,
    machine: evaluated.inventory.machines.get("alice")!,
    rendered: renderMachine(evaluated, "alice"),
    base: base === undefined ? undefined : join(folder, base),
    path: join(folder, out),
    ending: (form.endings ?? ["/"]).find((ending) => out.endsWith(ending)) ?? "/",
    shown: out,
  });
}

/** Files, a user, a service that says in /run that it runs, and a check of its health. */
const machine = (name: string, version: number, healthy: number) => `system({
      networking: { hostName: "${name}" },
      environment: {
        etc: {
          "hello.conf": { text: "version ${version}\\n" },
          "hello.d/${version}": { text: "for hello alone\\n", mode: "0440", user: "hello", group: "hello" },
        },
      },
      users: { users: { hello: { isSystemUser: true, group: "hello" } }, groups: { hello: {} } },
      systemd: {
        services: {
          hello: { wantedBy: ["multi-user.target"], serviceConfig: { ExecStart: "/bin/sh -c 'echo ${version} > /run/hello; exec sleep infinity'" } },
        },
      },
      healthChecks: { hello: { script: "grep -x ${healthy} /run/hello || { echo it is not ${healthy}; exit 1; }", timeout: 1 } },
    })`;

/** A project with the machine alice, which is the first one of a lab. */
export const helloInventory = (version = 1, healthy = version) => ({
  "troupe.ts": `import { defineInventory, system } from "troupe";
export default defineInventory({
  machines: { alice: { deploy: { targetHost: "root@10.231.0.11" }, module: ${machine("alice", version, healthy)} } },
});
`,
});

/** What `troupe plan` says once the machine is what it shall be. */
export const nothingToDo = "alice  nothing to do\n\nPlan for 1 machine: 1 unchanged.";
