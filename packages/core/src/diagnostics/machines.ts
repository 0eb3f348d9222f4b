/** Machines, tags and filters: TRP21xx. */
import { diagnosticKind } from "@troupe/modules";
import { quote, some } from "./words.ts";

export const reservedTag = diagnosticKind<{ tag: string; classes: readonly string[] }>({
  code: "TRP2101",
  title: "A reserved tag",
  blocks: "evaluation",
  message: ({ tag, classes }) =>
    `The tag ${quote(tag)} cannot be given: ${classes.includes(tag) ? `the machines of class ${quote(tag)} have it, and no others` : "every machine has it already"}.`,
  hint: () => `Remove it here, or take another name for this tag.`,
  example: { tag: "all", classes: ["server", "router"] },
});

export const invalidTagMembers = diagnosticKind<{ tag: string; got: string; computed: boolean }>({
  code: "TRP2102",
  title: "A tag whose members are not a list of machine names",
  blocks: "evaluation",
  message: ({ tag, got, computed }) =>
    computed
      ? `The function of the tag ${quote(tag)} must return a list of machine names, but returned ${got}.`
      : `The tag ${quote(tag)} must be a list of machine names, but is ${got}.`,
  hint: ({ computed }) => (computed ? undefined : `Write the names in brackets: ["alice", "bob"].`),
  example: { tag: "backup", got: "a string", computed: false },
});

export const tagCycle = diagnosticKind<{ tag: string }>({
  code: "TRP2103",
  title: "Computed tags that depend on each other in a circle",
  blocks: "evaluation",
  message: ({ tag }) => `Who carries the tag ${quote(tag)} depends on itself.`,
  hint: () => `Compute one of these tags without the next one, from \`machines\` alone.`,
  example: { tag: "backup" },
});

export const unknownClass = diagnosticKind<{ machine: string; class: string }>({
  code: "TRP2104",
  title: "A machine class that does not exist",
  blocks: "evaluation",
  message: ({ machine, class: name }) =>
    `Machine ${quote(machine)} has the class ${quote(name)}, which does not exist.`,
  example: { machine: "alice", class: "linus" },
});

export const noAddress = diagnosticKind<{ machine: string; reader: string }>({
  code: "TRP2105",
  title: "A machine without an address, where one is needed",
  blocks: "evaluation",
  atCaller: true,
  message: ({ machine, reader }) => `${reader} needs the address of machine ${quote(machine)}, which has none.`,
  hint: ({ machine }) =>
    `Add address: "192.0.2.1" (or deploy: { targetHost: "root@192.0.2.1" }) to machines.${machine}.`,
  example: {
    machine: "alice",
    reader: 'perInstance of role "primary" of service "kvstore" (instance sessions, machine alice)',
  },
});

export const invalidTargetHost = diagnosticKind<{ machine: string; part: string; found: string }>({
  code: "TRP2106",
  title: "An address or a target host that nothing could connect to",
  blocks: "plan",
  message: ({ machine, part, found }) =>
    `The ${part} of machine ${quote(machine)} is ${quote(found)}, which is not of the form ${part === "address" ? "HOST" : "[USER@]HOST[:PORT]"}.`,
  hint: ({ part }) =>
    part === "address"
      ? `Write the name or the IP address alone: "192.0.2.1" or "host.example". User and port go into deploy.targetHost.`
      : `Write "root@192.0.2.1", "admin@host.example:2222" or "[2001:db8::1]:22".`,
  example: { machine: "alice", part: "targetHost", found: "ssh://root@192.0.2.10" },
});

export const ambiguousName = diagnosticKind<{ name: string; where: string; candidates: readonly string[] }>({
  code: "TRP2107",
  title: "A name that several machines or instances have",
  blocks: "evaluation",
  message: ({ name, where, candidates }) => `${quote(name)}, which ${where} names, may be any of ${some(candidates)}.`,
  hint: ({ candidates }) => `Write ${candidates.map(quote).slice(0, 3).join(" or ")}, or the name under the domain.`,
  example: { name: "db", where: 'role "primary" of instance "sessions"', candidates: ["db.north", "db.south"] },
});

export const unknownCluster = diagnosticKind<{ cluster: string; where: string }>({
  code: "TRP2108",
  title: "A cluster that is not in the inventory",
  blocks: "plan",
  message: ({ cluster, where }) => `There is no cluster ${quote(cluster)}, but ${where} names it.`,
  example: { cluster: "nort", where: 'role "primary" of instance "sessions"' },
});

export const unknownFilterService = diagnosticKind<{ service: string; where: string }>({
  code: "TRP2109",
  title: "A filter with an instance that does not exist",
  blocks: "plan",
  message: ({ service, where }) =>
    `There is neither an instance nor a service ${quote(service)}, but ${where} names it.`,
  example: { service: "dsn", where: 'role "primary" of instance "sessions"' },
});

export const membershipCycle = diagnosticKind<{ role: string; circle: readonly string[] }>({
  code: "TRP2110",
  title: "Members that depend on who the members are",
  blocks: "evaluation",
  message: ({ role, circle }) => `Who has ${role} depends on itself: ${circle.join(" → ")}.`,
  hint: () => `A filter service(…), or one that reads \`services\`, can only ask for roles that do not depend on it.`,
  example: {
    role: "role a of instance x",
    circle: ["role a of instance x", "role b of instance y", "role a of instance x"],
  },
});

export const malformedFilter = diagnosticKind<{ where: string; problem: string }>({
  code: "TRP2111",
  title: "Something that is not a filter",
  blocks: "evaluation",
  message: ({ where, problem }) => `The filter of ${where} holds ${problem}.`,
  hint: () =>
    `A filter has one key: hostname, clusterMachines, tag, machineClass, service, all, and, or, not, anyCluster (in TypeScript also where).`,
  example: { where: 'role "primary" of instance "sessions"', problem: '"tags", which is not a filter' },
});

export const malformedFilterText = diagnosticKind<{ text: string; at: string | undefined; after: string | undefined }>({
  code: "TRP2112",
  title: "A filter in writing that cannot be read",
  blocks: "plan",
  message: ({ text, at, after }) =>
    `${quote(text)} does not say which machines: ${at === undefined ? "something is missing" : `there is ${quote(at)}`}${after === undefined ? " at the beginning" : ` after ${quote(after)}`}.`,
  hint: () =>
    `Write names of machines, tag:NAME, class:NAME, cluster:NAME or service:NAME, put together with ! & , and parentheses.`,
  example: { text: "tag:eu &", at: undefined, after: "tag:eu &" },
});

export const clusterNotSaid = diagnosticKind<{ where: string; clusters: readonly string[] }>({
  code: "TRP2113",
  title: "A filter for a cluster's machines outside of clusters",
  blocks: "plan",
  message: ({ where }) => `A filter asks for the machines of its own cluster, but ${where} is in none.`,
  hint: ({ clusters }) =>
    clusters.length === 0
      ? `all() picks all machines.`
      : `Name the cluster: clusterMachines(${quote(clusters[0]!)}); all() picks all machines.`,
  example: { where: 'role "primary" of instance "sessions"', clusters: ["north"] },
});

export const unknownFilterClass = diagnosticKind<{ class: string; where: string }>({
  code: "TRP2114",
  title: "A filter with a class that does not exist",
  blocks: "plan",
  message: ({ class: name, where }) => `There is no class ${quote(name)}, but ${where} names it.`,
  example: { class: "linus", where: 'role "primary" of instance "sessions"' },
});
