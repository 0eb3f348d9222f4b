/** For tests: machines of a lab, what they shall become, and applying it to them. */
import { linuxModules, type Provenance, renderGeneration } from "@troupe/linux";
import type { Lab } from "@troupe/lab";
import { evalModules, type JsonValue } from "@troupe/modules";
import { type SystemConfig, type SystemFragment } from "@troupe/vocabulary";
import { plan } from "../plan.ts";
import type { DesiredLinux } from "../../platforms/linux/desired.ts";
import type { DesiredMachine, Plan } from "../model/plan.ts";
import { apply } from "../apply.ts";
import type { ApplyOptions, PlanOptions } from "../model/options.ts";
import type { MachineResult } from "../model/result.ts";
import { openssh, type OpensshOptions } from "../../remote/openssh.ts";
import type { Target } from "../../remote/transport.ts";

/** A machine of a lab. */
export function labTarget(machine: string, rest: Partial<Target> = {}): Target {
  return { machine, class: "linux", host: machine, sudo: false, ...rest };
}

/** A desired machine whose configuration one service contributes, with the settings of that service. */
export function desire(target: Target, config: SystemFragment, settings: JsonValue = {}): DesiredLinux {
  const origin = `demo:one:server:${target.machine}`;
  const label = "instance one, role server";
  const evaluation = evalModules({ modules: [...linuxModules, { config, site: { label, origin } }] });
  const rendered = renderGeneration({
    machine: target.machine,
    config: evaluation.config as unknown as SystemConfig,
    definitionsAt: evaluation.definitionsAt,
  });
  if (rendered.diagnostics.length > 0) throw new Error(JSON.stringify(rendered.diagnostics));
  const provenance: Provenance = {
    version: 1,
    entries: rendered.origins(),
    contributors: { [origin]: { label, settings, reads: {} } },
  };
  return { target, generation: rendered.generation, provenance, marksAt: rendered.marksAt };
}

/** A long-running service that says in /run which version of it runs. */
export function demoService(name: string, version: number | "broken"): SystemFragment {
  const command =
    version === "broken" ? "echo cannot work >&2; exit 1" : `echo ${version} > /run/${name}; exec sleep infinity`;
  return {
    systemd: {
      services: {
        [name]: { wantedBy: ["multi-user.target"], serviceConfig: { ExecStart: `/bin/sh -c '${command}'` } },
      },
    },
  };
}

/** A transport into a lab. */
export function labTransport(lab: Lab, options: OpensshOptions = {}) {
  return openssh({ ssh: [lab.sshProgram], ...options });
}

/** Plans and applies. */
export async function planAndApply(
  lab: Lab,
  desired: readonly DesiredMachine[],
  options: Partial<ApplyOptions> &
    Pick<PlanOptions, "adopt" | "flags"> & { readonly between?: (plan: Plan) => Promise<void> } = {},
): Promise<{ readonly plan: Plan; readonly results: readonly MachineResult[] }> {
  await using transport = labTransport(lab, { connectTimeout: 2 });
  const { adopt, flags } = options;
  const planned = await plan(desired, { transport, adopt, flags });
  await options.between?.(planned);
  return { plan: planned, results: await apply(planned, desired, { transport, ...options }) };
}
