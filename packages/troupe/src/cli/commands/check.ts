/** `troupe check`: evaluates everything, contacts nobody. */
import { resolve } from "node:path";
import { checkProject } from "../../evaluate-project.ts";
import { runCommand } from "../command.ts";
import type { CommonFlags } from "../flags.ts";
import { hasErrors } from "../render/diagnostics.ts";
import { count, duration } from "../render/text.ts";
import type { CliContext } from "../terminal.ts";

/** The command. */
export async function check(this: CliContext, flags: CommonFlags): Promise<void> {
  const { terminal } = this;
  await runCommand(this, flags, async () => {
    const began = performance.now();
    const { folder, evaluated, diagnostics } = await checkProject(resolve(this.cwd, flags.directory));
    const { machines } = evaluated.inventory;
    const services = evaluated.services();
    const counts = {
      machines: machines.size,
      services: services.length,
      instances: services.reduce((sum, service) => sum + service.instances.length, 0),
      exports: hasErrors(diagnostics) ? 0 : evaluated.exports.keys().length,
    };
    const said = [
      count(counts.machines, "machine"),
      count(counts.services, "service"),
      count(counts.instances, "instance"),
      count(counts.exports, "export"),
    ].join(", ");
    return {
      json: { counts },
      text: hasErrors(diagnostics) ? "" : `${terminal.style("good", "✓")} ${said}: no errors (${duration(performance.now() - began)})`,
      diagnostics,
      folder,
    };
  });
}
