/** Every problem with a question about a value: TRP26xx. */
import { diagnosticKind } from "@troupe/modules";

const quote = (name: string) => JSON.stringify(name);

export const nothingOfThatName = diagnosticKind<{ kind: string; name: string }>({
  code: "TRP2601",
  title: "A question about something that does not exist",
  blocks: "evaluation",
  message: ({ kind, name }) => `There is no ${kind} ${quote(name)} to explain.`,
  hint: () =>
    "What can be explained is a MACHINE, INSTANCE/ROLE, INSTANCE/ROLE/MACHINE, or an export SERVICE:INSTANCE:ROLE:MACHINE.",
  example: { kind: "machine", name: "alise" },
});

export const notAMember = diagnosticKind<{
  machine: string;
  role: string;
  instance: string;
  members: readonly string[];
}>({
  code: "TRP2602",
  title: "A question about the settings of a machine that does not have the role",
  blocks: "evaluation",
  message: ({ machine, role, instance }) =>
    `Machine ${quote(machine)} does not have the role ${quote(role)} in instance ${quote(instance)}, so it has no settings there.`,
  hint: ({ role, instance, members }) =>
    members.length === 0
      ? `Nobody has this role. Its settings without any machine: ${instance}/${role}`
      : `Its members: ${members.slice(0, 12).join(", ")}${members.length > 12 ? `, and ${members.length - 12} more` : ""}.`,
  example: { machine: "bob", role: "primary", instance: "sessions", members: ["alice"] },
});

export const invalidPath = diagnosticKind<{ path: string; why: string }>({
  code: "TRP2603",
  title: "A path that cannot be read",
  blocks: "evaluation",
  message: ({ path, why }) => `${quote(path)} is not a path: ${why}.`,
  hint: () => `Write names with dots in between, and quotes around a name that has dots: environment.etc."a.conf".text`,
  example: { path: "environment..etc", why: "a name is missing" },
});

export const unknownPath = diagnosticKind<{ subject: string; path: string; within: string }>({
  code: "TRP2604",
  title: "A path to something that does not exist",
  blocks: "evaluation",
  message: ({ subject, path, within }) => `${subject} has no \`${path}\`${within}.`,
  example: { subject: "carol", path: "environment.ect", within: "" },
});
