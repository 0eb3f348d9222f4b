/** Settings (TRP22xx) and constraints (TRP24xx). */
import { diagnosticKind } from "@troupe/modules";
import { list, plural, quote, some } from "./words.ts";

export const settingsImports = diagnosticKind<{ where: string }>({
  code: "TRP2201",
  title: "Imports in settings",
  blocks: "evaluation",
  message: ({ where }) => `The settings of ${where} have \`imports\`, but settings are values, not modules.`,
  hint: () => `Write the values themselves; in TypeScript, { ...common, … } shares them.`,
  example: { where: 'role "primary" of instance "sessions"' },
});

export const settingsNotJson = diagnosticKind<{ where: string; path: string; found: string }>({
  code: "TRP2202",
  title: "Settings that are not JSON",
  blocks: "evaluation",
  message: ({ where, path, found }) =>
    `The settings of ${where} hold ${found}${path === "" ? "" : ` as \`${path}\``}, but settings are values that JSON can hold.`,
  hint: ({ found }) =>
    found === "a function"
      ? `Write the value that it returns; one that has to be computed later is lazy(() => …).`
      : `Write it as a string, a number, true, false, null, a list or an object of these.`,
  example: { where: 'role "primary" of instance "sessions"', path: "onFailure", found: "a function" },
});

export const perMachineSettings = diagnosticKind<{ caller: string }>({
  code: "TRP2203",
  title: "Settings read in perMachine",
  blocks: "evaluation",
  atCaller: true,
  message: ({ caller }) =>
    `${caller} reads \`settings\`, but a machine may have several roles in several instances, each with its own.`,
  hint: () => `Read instances[INSTANCE].roles[ROLE].machines[machine.name].settings.`,
  example: { caller: 'perMachine of service "kvstore" (machine alice)' },
});

export const tooManyInstances = diagnosticKind<{ service: string; max: number; instances: readonly string[] }>({
  code: "TRP2401",
  title: "More instances than a service allows",
  blocks: "plan",
  message: ({ service, max, instances }) =>
    `Service ${quote(service)} allows at most ${plural(max, "instance")}, but there are ${instances.length}: ${list(instances)}.`,
  hint: ({ max }) => `Keep ${max} of them: what they do for different machines may be put into one instance.`,
  example: { service: "kvstore", max: 1, instances: ["cache", "sessions"] },
});

export const tooFewMachines = diagnosticKind<{
  service: string;
  instance: string;
  role: string;
  min: number;
  count: number;
}>({
  code: "TRP2402",
  title: "Fewer machines in a role than the service needs",
  blocks: "plan",
  message: ({ service, instance, role, min, count }) =>
    `Role ${quote(role)} of service ${quote(service)} needs at least ${plural(min, "machine")} in every instance, but instance ${quote(instance)} has ${count}.`,
  hint: ({ instance, role }) => `Add machines or tags to instances.${instance}.roles.${role}.`,
  example: { service: "kvstore", instance: "sessions", role: "primary", min: 1, count: 0 },
});

export const tooManyMachines = diagnosticKind<{
  service: string;
  instance: string;
  role: string;
  max: number;
  machines: readonly string[];
}>({
  code: "TRP2403",
  title: "More machines in a role than the service allows",
  blocks: "plan",
  message: ({ service, instance, role, max, machines }) =>
    `Role ${quote(role)} of service ${quote(service)} allows at most ${plural(max, "machine")} in an instance, but instance ${quote(instance)} has ${machines.length}: ${some(machines)}.`,
  hint: ({ max }) => `Keep ${max} of them in this role${max === 0 ? "" : ", or make an instance for each"}.`,
  example: { service: "kvstore", instance: "sessions", role: "primary", max: 1, machines: ["alice", "bob"] },
});

export const unknownConstraintRole = diagnosticKind<{ role: string; service: string }>({
  code: "TRP2404",
  title: "A constraint on a role that the service does not have",
  blocks: "plan",
  message: ({ role, service }) =>
    `Service ${quote(service)} has a constraint on the role ${quote(role)}, which it does not have.`,
  example: { role: "server", service: "kvstore" },
});
