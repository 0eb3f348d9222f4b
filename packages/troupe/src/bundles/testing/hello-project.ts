/** For tests: building without a command line, and a project for hosts whose one machine uses a bit of everything. */
import { join } from "node:path";
import { renderMachine } from "../../platforms/linux/desired.ts";
import { evaluateProject } from "../../project/evaluate.ts";
import { buildPackage, type BuiltPackage } from "../build-package.ts";
import type { DeploymentForm } from "../form.ts";

/** Builds the package of alice; paths are below the folder of the project. */
export async function buildAlice(
  folder: string,
  form: DeploymentForm,
  out: string,
  base?: string,
): Promise<BuiltPackage> {
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

/** Variations of the machine. */
interface Hello {
  readonly version?: number;
  /** The version that its health check accepts. */
  readonly healthy?: number;
  readonly targetHost?: string;
  /** A further module, as TypeScript. */
  readonly more?: string;
}

/**
 * Alice, the first host of a lab: files, a user, a service that says in /run that it runs, and a check of its health.
 */
export const helloProject = ({
  version = 1,
  healthy = version,
  targetHost = "root@10.231.0.11",
  more = "{}",
}: Hello = {}) => ({
  "troupe.ts": `import { defineInventory, defineService, system } from "troupe";
const hello = system({
  networking: { hostName: "alice" },
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
});
const more = system(${more});
const service = defineService({
  manifest: { name: "hello" },
  roles: { hello: { perInstance: () => ({ module: hello }) }, more: { perInstance: () => ({ module: more }) } },
});
export default defineInventory({
  services: { hello: service },
  machines: { alice: { deploy: { targetHost: "${targetHost}" } } },
}).instances({ hello: { roles: { hello: { machines: ["alice"] }, more: { machines: ["alice"] } } } });
`,
});

/** The output of `troupe plan` once the machine runs its generation. */
export const nothingToDo = "alice  nothing to do\n\nPlan for 1 machine: 1 unchanged.";
