/** Too few or too many instances and members, as `manifest.constraints` says. */
import { type Diagnostic, diagnose, showPath } from "@troupe/modules";
import { didYouMean } from "@troupe/modules/internal";
import * as problem from "../diagnostics.ts";
import type { Instance, ServiceEntry } from "../model/instance.ts";

/** The constraints of a service that do not hold. */
export function constraintProblems(service: ServiceEntry): readonly Diagnostic[] {
  const { roles = {} } = service.definition.manifest.constraints ?? {};
  return [
    ...instanceProblems(service),
    ...Object.entries(roles).flatMap(([role, limits = {}]) => memberProblems(service, role, limits)),
  ];
}

/** The constraints that do not hold because of nested instances; those of other instances have been reported. */
export function nestedConstraintProblems(service: ServiceEntry, nested: ReadonlySet<Instance>): readonly Diagnostic[] {
  const only = service.instances.filter((instance) => nested.has(instance));
  if (only.length === 0) return [];
  const others = { ...service, instances: service.instances.filter((instance) => !nested.has(instance)) };
  const { roles = {} } = service.definition.manifest.constraints ?? {};
  return [
    ...(instanceProblems(others).length > 0 ? [] : instanceProblems(service)),
    ...Object.entries(roles).flatMap(([role, limits = {}]) =>
      memberProblems({ ...service, instances: only }, role, limits),
    ),
  ];
}

function instanceProblems({ id, name, definition, instances }: ServiceEntry): readonly Diagnostic[] {
  const max = definition.manifest.constraints?.maxInstances;
  if (max === undefined || instances.length <= max) return [];
  const params = { service: name, max, instances: instances.map((instance) => instance.name) };
  return [
    diagnose(problem.tooManyInstances, params, {
      path: `services.${id}`,
      marks: instances.map(({ site }) => ({ site })),
    }),
  ];
}

interface Limits {
  readonly minMachines?: number;
  readonly maxMachines?: number;
}

function memberProblems(
  { name, instances, roles, site }: ServiceEntry,
  role: string,
  { minMachines: min = 0, maxMachines: max = Infinity }: Limits,
): readonly Diagnostic[] {
  if (!roles.includes(role)) {
    const hint = didYouMean(role, roles);
    const marks = [{ site: { ...site, label: `service ${name}` } }];
    return [diagnose(problem.unknownConstraintRole, { role, service: name }, { marks, hint })];
  }
  return instances.flatMap((instance) => {
    const machines = instance.roles.get(role)!.members;
    const common = { service: name, instance: instance.name, role };
    const details = { path: showPath(["instances", instance.name, "roles", role]), marks: [{ site: instance.site }] };
    if (machines.length < min)
      return [diagnose(problem.tooFewMachines, { ...common, min, count: machines.length }, details)];
    return machines.length > max ? [diagnose(problem.tooManyMachines, { ...common, max, machines }, details)] : [];
  });
}
