/** The evaluations in which values have their definitions: those of machines, of settings and of exports. */
import type { Site } from "@troupe/modules";
import { isExportsContract } from "../exports/contract.ts";
import { parseScope } from "../exports/scope.ts";
import type { Evaluated } from "../model/evaluation.ts";
import type { ServiceEntry } from "../model/instance.ts";
import type { Origin } from "./definitions.ts";

/** The configuration of a machine. */
export const machineOrigin = (evaluated: Evaluated, machine: string): Origin => ({
  evaluation: evaluated.machine(machine).evaluation,
  defaultSite: () => undefined,
  isSettings: false,
});

/** The settings of a member, or of a role without any machine's; undefined if there are none. */
export function settingsOrigin(
  evaluated: Evaluated,
  {
    instance,
    role,
    machine,
  }: { readonly instance: string; readonly role: string; readonly machine?: string | undefined },
): Origin | undefined {
  const evaluation = evaluated.settings(instance, role, machine);
  const service = evaluated.services().find(({ instances }) => instances.some(({ name }) => name === instance));
  if (evaluation === undefined || service === undefined) return undefined;
  return {
    evaluation,
    defaultSite: (path) => inDefinition(service, ["roles", role, "interface", ...path, "default"]),
    isSettings: true,
  };
}

/** The value of an export. */
export function exportOrigin({ services, exports }: Evaluated, scope: string): Origin {
  const { serviceName } = parseScope(scope);
  const service = services().find(({ name }) => name === serviceName);
  const own = service !== undefined && !isExportsContract(service.definition.exports) ? service : undefined;
  return {
    evaluation: exports.evaluation(scope)!,
    defaultSite: (path) => own && inDefinition(own, ["exports", ...path, "default"]),
    isSettings: false,
  };
}

const inDefinition = ({ site, name }: ServiceEntry, pointer: readonly string[]): Site => ({
  ...site,
  pointer,
  label: `service ${name}`,
});
