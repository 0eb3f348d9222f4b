/** The packages of a plan: what apt installs, upgrades and removes, and what it cannot do. */
import type { Manifest } from "@troupe/linux";
import { type Diagnostic, diagnose } from "@troupe/modules";
import { noApt, packageRemoval, unknownPackage, unresolvedPackages } from "../diagnostics.ts";
import type { MachinePlan } from "../../../deploy/model/plan.ts";
import type { HostState } from "../state.ts";

/** Returns the packages that are to be installed; on a machine that runs the generation already, drift names them. */
const missingOn = ({ manifest, missing, drift }: HostState): readonly string[] =>
  manifest === undefined && missing.length === 0
    ? drift.flatMap(([kind, name = ""]) => (kind === "package" ? [name] : []))
    : missing;

/** Returns the changes of packages. */
export function packageSteps(before: Manifest | undefined, after: Manifest, host: HostState): MachinePlan["packages"] {
  const { packageChanges } = host;
  const missing = missingOn(host);
  const changes = Map.groupBy(packageChanges, ({ how }) => how);
  const names = (how: "install" | "remove") => (changes.get(how) ?? []).map(({ name }) => name).toSorted();
  const dependencies = names("install").filter((name) => !missing.includes(name));
  const upgrades = (changes.get("upgrade") ?? []).map(({ name, from, to }) => ({ name, from, to }));
  const removals = names("remove");
  return {
    install: missing.toSorted(),
    unneeded: (before?.packages ?? []).filter((name) => !after.packages.includes(name)).toSorted(),
    ...(dependencies.length > 0 && { dependencies }),
    ...(upgrades.length > 0 && { upgrades: upgrades.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }),
    ...(removals.length > 0 && { removals }),
  };
}

/** Returns the problems of packages that are to be installed. `allowed` are packages that may be removed. */
export function packageProblems(machine: string, host: HostState, allowed: ReadonlySet<string>): readonly Diagnostic[] {
  const { available, lists, apt, packageChanges, unresolved } = host;
  const missing = missingOn(host);
  if (missing.length === 0) return [];
  if (!apt) return [diagnose(noApt, { machine, packages: missing })];
  const removals = packageChanges.filter(({ how, name }) => how === "remove" && !allowed.has(name));
  const removed = removals.map(({ name }) => name).toSorted();
  return [
    ...(removed.length === 0 ? [] : [diagnose(packageRemoval, { machine, packages: missing, removed })]),
    ...(unresolved.length === 0
      ? []
      : [diagnose(unresolvedPackages, { machine, packages: missing }, { notes: unresolved })]),
    ...(lists ? host.missing.filter((name) => !available.includes(name.replace(/:.*/, ""))) : []).map((name) =>
      diagnose(unknownPackage, { machine, name }),
    ),
  ];
}
