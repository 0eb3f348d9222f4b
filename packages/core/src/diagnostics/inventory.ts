/** Diagnostics of the inventory and of services: TRP20xx. */
import { diagnosticKind } from "@troupe/modules";
import { quote } from "./words.ts";

export const unknownMachine = diagnosticKind<{ machine: string; where: string }>({
  code: "TRP2001",
  title: "A machine that is not in the inventory",
  blocks: "plan",
  message: ({ machine, where }) => `There is no machine ${quote(machine)}, but ${where} names it.`,
  example: { machine: "alise", where: 'role "primary" of instance "sessions"' },
});

export const unknownTag = diagnosticKind<{ tag: string; where: string }>({
  code: "TRP2002",
  title: "A tag that no machine carries and nobody declares",
  blocks: "plan",
  message: ({ tag, where }) =>
    `No machine carries the tag ${quote(tag)}, but ${where} names it. It adds no machine to the role.`,
  hint: ({ tag }) =>
    `If the tag is to stay empty for now, declare it: tags: { ${/^[a-z_]\w*$/i.test(tag) ? tag : quote(tag)}: [] }.`,
  example: { tag: "laptop", where: 'role "replica" of instance "sessions"' },
});

export const unknownRole = diagnosticKind<{ role: string; instance: string; service: string }>({
  code: "TRP2003",
  title: "A role that the service does not have",
  blocks: "evaluation",
  message: ({ role, instance, service }) =>
    `Instance ${quote(instance)} uses the role ${quote(role)}, which service ${quote(service)} does not have.`,
  example: { role: "server", instance: "sessions", service: "kvstore" },
});

export const unknownService = diagnosticKind<{ service: string; instance: string; input: string | undefined }>({
  code: "TRP2004",
  title: "A service that does not exist",
  blocks: "evaluation",
  message: ({ service, instance, input }) =>
    `Instance ${quote(instance)} uses the service ${quote(service)}, which ${input === undefined ? "this inventory does not have" : `input ${quote(input)} does not have`}.`,
  example: { service: "kvstor", instance: "sessions", input: undefined },
});

export const unknownInput = diagnosticKind<{ input: string; instance: string }>({
  code: "TRP2005",
  title: "An input that does not exist",
  blocks: "evaluation",
  message: ({ input, instance }) =>
    `Instance ${quote(instance)} takes its service from the input ${quote(input)}, which does not exist.`,
  example: { input: "standard", instance: "sessions" },
});

export const serviceMissing = diagnosticKind<{ instance: string; known: readonly string[] }>({
  code: "TRP2006",
  title: "An instance that names no service",
  blocks: "evaluation",
  message: ({ instance }) => `Instance ${quote(instance)} does not say of which service it is an instance.`,
  hint: ({ known }) => {
    const name = quote(known.length === 1 ? known[0]! : "NAME");
    return `Add service: ${name} (in JSON also "module": { "name": ${name} })${known.length > 1 ? `. There are: ${known.slice(0, 12).join(", ")}` : ""}.`;
  },
  example: { instance: "sessions", known: ["cache", "kvstore"] },
});

export const invalidName = diagnosticKind<{ kind: string; name: string; allowed: string }>({
  code: "TRP2007",
  title: "A name with characters that names cannot have",
  blocks: "evaluation",
  message: ({ kind, name, allowed }) => `${quote(name)} cannot be the name of ${kind}: ${allowed}.`,
  hint: ({ name }) => {
    const near = name
      .slice(0, 63)
      .replaceAll(/[^A-Za-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "");
    return near === "" || near === name ? undefined : `Call it ${quote(near)}, for example.`;
  },
  example: {
    kind: "a machine",
    name: "alice:1",
    allowed: "only letters, digits and hyphens are allowed, at most 63, as in a host name",
  },
});

export const sameServiceName = diagnosticKind<{ name: string; keys: readonly string[] }>({
  code: "TRP2008",
  title: "Two services with one name",
  blocks: "evaluation",
  message: ({ name, keys }) =>
    `The services ${keys.map(quote).join(" and ")} have the same manifest.name, ${quote(name)}, so their exports would have the same scopes.`,
  hint: () => `Give each of them a manifest.name of its own.`,
  example: { name: "kvstore", keys: ["kvstore", "cache"] },
});

export const noRoles = diagnosticKind<{ service: string }>({
  code: "TRP2009",
  title: "A service without roles",
  blocks: "evaluation",
  message: ({ service }) => `Service ${quote(service)} declares no roles, so no machine can take part in it.`,
  hint: () => `Add at least one: roles: { member: {} }.`,
  example: { service: "kvstore" },
});

export const notAService = diagnosticKind<{ key: string; got: string }>({
  code: "TRP2010",
  title: "Something that is not a service",
  blocks: "evaluation",
  message: ({ key, got }) => `\`${key}\` must be a service, but is ${got}.`,
  hint: () => `Put in what defineService({ … }) returns.`,
  example: { key: "services.kvstore", got: "a function" },
});

export const unknownServiceKey = diagnosticKind<{ service: string; where: string; key: string }>({
  code: "TRP2011",
  title: "A service with a part that services do not have",
  blocks: "evaluation",
  message: ({ service, where, key }) => `${quote(key)} means nothing in the ${where} of service ${quote(service)}.`,
  example: { service: "kvstore", where: 'role "primary"', key: "interfaces" },
});

export const observedReceives = diagnosticKind<{ role: string; who: string; what: string }>({
  code: "TRP2012",
  title: "An observed role that would receive something",
  blocks: "evaluation",
  message: ({ role, who, what }) =>
    `Role ${quote(role)} of ${who} is observed, so its members receive nothing, but it has ${what}.`,
  hint: ({ what }) => `Remove ${what}, or \`observed\`.`,
  example: { role: "hosts", who: 'service "dns"', what: "perInstance" },
});

export const malformedService = diagnosticKind<{ service: string; part: string; expected: string; got: string }>({
  code: "TRP2013",
  title: "A part of a service that is not what it must be",
  blocks: "evaluation",
  message: ({ service, part, expected, got }) =>
    `In service ${quote(service)}, \`${part}\` must be ${expected}, but is ${got}.`,
  example: { service: "kvstore", part: "roles.primary.perInstance", expected: "a function", got: "a string" },
});

export const sameTarget = diagnosticKind<{ machines: readonly string[]; found: string }>({
  code: "TRP2015",
  title: "Two machines with one address",
  blocks: "plan",
  message: ({ machines, found }) =>
    `${machines.map(quote).join(" and ")} are reached at one address, ${found}, so each would overwrite the other's configuration.`,
  hint: () => "Correct one of the addresses. Hosts behind one address have ports of their own.",
  example: { machines: ["alice", "bob"], found: "root@192.0.2.10" },
});

export const sameHostName = diagnosticKind<{ kind: string; names: readonly string[] }>({
  code: "TRP2014",
  title: "Two names that are one host name",
  blocks: "evaluation",
  message: ({ kind, names }) =>
    `${names.map(quote).join(" and ")} are one host name, so they cannot be the names of ${kind}.`,
  hint: () => `Give one of them a name that differs in more than upper and lower case.`,
  example: { kind: "two machines", names: ["Alice", "alice"] },
});
