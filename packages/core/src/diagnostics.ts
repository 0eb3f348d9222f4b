/** Every problem that @troupe/core finds: inventory TRP20xx, machines and tags TRP21xx, settings TRP22xx, exports TRP23xx, constraints TRP24xx, results TRP25xx, nested services TRP27xx, clusters and annotations TRP28xx. */
import { diagnosticKind } from "@troupe/modules";

const quote = (name: string) => JSON.stringify(name);
const list = (names: readonly string[]) => names.map(quote).join(", ");
/** Of many names a few: what thousands of readers are told must not be thousands of names each. */
const some = (names: readonly string[]) => (names.length > 6 ? `${list(names.slice(0, 5))} and ${names.length - 5} more` : list(names));
const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

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
  message: ({ tag, where }) => `No machine carries the tag ${quote(tag)}, but ${where} names it. It adds no machine to the role.`,
  hint: ({ tag }) => `If the tag is to stay empty for now, declare it: tags: { ${/^[a-z_]\w*$/i.test(tag) ? tag : quote(tag)}: [] }.`,
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
  message: ({ input, instance }) => `Instance ${quote(instance)} takes its service from the input ${quote(input)}, which does not exist.`,
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
    const near = name.replaceAll(/[^A-Za-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
    return near === "" ? undefined : `Call it ${quote(near)}, for example.`;
  },
  example: { kind: "a machine", name: "alice:1", allowed: "only letters, digits and hyphens are allowed, as in a host name" },
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

export const malformedService = diagnosticKind<{ service: string; part: string; expected: string; got: string }>({
  code: "TRP2013",
  title: "A part of a service that is not what it must be",
  blocks: "evaluation",
  message: ({ service, part, expected, got }) => `In service ${quote(service)}, \`${part}\` must be ${expected}, but is ${got}.`,
  example: { service: "kvstore", part: "roles.primary.perInstance", expected: "a function", got: "a string" },
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
  message: ({ role, who, what }) => `Role ${quote(role)} of ${who} is observed, so its members receive nothing, but it has ${what}.`,
  hint: ({ what }) => `Remove ${what}, or \`observed\`.`,
  example: { role: "hosts", who: 'service "dns"', what: "perInstance" },
});

export const reservedTag = diagnosticKind<{ tag: string; classes: readonly string[] }>({
  code: "TRP2101",
  title: "A reserved tag",
  blocks: "evaluation",
  message: ({ tag, classes }) =>
    `The tag ${quote(tag)} cannot be given: ${classes.includes(tag) ? `the machines of class ${quote(tag)} have it, and no others` : "every machine has it already"}.`,
  hint: () => `Remove it here, or take another name for this tag.`,
  example: { tag: "all", classes: ["linux", "nixos"] },
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
  message: ({ machine, class: name }) => `Machine ${quote(machine)} has the class ${quote(name)}, which does not exist.`,
  example: { machine: "alice", class: "linus" },
});

export const noAddress = diagnosticKind<{ machine: string; reader: string }>({
  code: "TRP2105",
  title: "A machine without an address, where one is needed",
  blocks: "evaluation",
  atCaller: true,
  message: ({ machine, reader }) => `${reader} needs the address of machine ${quote(machine)}, which has none.`,
  hint: ({ machine }) => `Add address: "192.0.2.1" (or deploy: { targetHost: "root@192.0.2.1" }) to machines.${machine}.`,
  example: { machine: "alice", reader: 'perInstance of role "primary" of service "kvstore" (instance sessions, machine alice)' },
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
  message: ({ service, where }) => `There is neither an instance nor a service ${quote(service)}, but ${where} names it.`,
  example: { service: "dsn", where: 'role "primary" of instance "sessions"' },
});

export const membershipCycle = diagnosticKind<{ role: string; circle: readonly string[] }>({
  code: "TRP2110",
  title: "Members that depend on who the members are",
  blocks: "evaluation",
  message: ({ role, circle }) => `Who has ${role} depends on itself: ${circle.join(" → ")}.`,
  hint: () => `A filter service(…), or one that reads \`services\`, can only ask for roles that do not depend on it.`,
  example: { role: "role a of instance x", circle: ["role a of instance x", "role b of instance y", "role a of instance x"] },
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
  hint: () => `Write names of machines, tag:NAME, class:NAME, cluster:NAME or service:NAME, put together with ! & , and parentheses.`,
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
  message: ({ caller }) => `${caller} reads \`settings\`, but a machine may have several roles in several instances, each with its own.`,
  hint: () => `Read instances[INSTANCE].roles[ROLE].machines[machine.name].settings.`,
  example: { caller: 'perMachine of service "kvstore" (machine alice)' },
});

export const malformedScope = diagnosticKind<{ key: string; count: number }>({
  code: "TRP2301",
  title: "An export scope without four parts",
  blocks: "evaluation",
  atCaller: true,
  message: ({ key, count }) =>
    `${quote(key)} is not an export scope: it has ${plural(count, "part")} instead of the four of SERVICE:INSTANCE:ROLE:MACHINE.`,
  hint: () => `Leave a part empty where it stands for all: "vpn:home::" is all of instance home. buildScopeKey({ … }) builds one.`,
  example: { key: "kvstore:sessions", count: 2 },
});

export const scopePartInvalid = diagnosticKind<{ part: string; value: string }>({
  code: "TRP2302",
  title: "A part of an export scope with a colon in it",
  blocks: "evaluation",
  atCaller: true,
  message: ({ part, value }) => `The ${part} ${quote(value)} cannot be part of an export scope, because it contains ":".`,
  example: { part: "machineName", value: "alice:1" },
});

export const exportMissing = diagnosticKind<{ key: string }>({
  code: "TRP2303",
  title: "An export that does not exist",
  blocks: "evaluation",
  atCaller: true,
  message: ({ key }) => `There is no export ${quote(key)}.`,
  example: { key: "kvstore:sessions:primary:alice" },
});

export const unknownScopePart = diagnosticKind<{ where: string; part: string; value: string }>({
  code: "TRP2304",
  title: "An export scope that names something unknown",
  blocks: "evaluation",
  atCaller: true,
  message: ({ where, part, value }) => `There is no ${part} ${quote(value)}, but ${where} names it.`,
  example: { where: 'the export scope "kvstore:session:primary:"', part: "instance", value: "session" },
});

export const exportsReadTooEarly = diagnosticKind<{ caller: string; what: string }>({
  code: "TRP2305",
  title: "Exports read while perInstance or perMachine itself runs",
  blocks: "evaluation",
  atCaller: true,
  message: ({ caller, what }) =>
    `${caller} reads ${what} while it is still running. What exists must be known before any export has a value, so exports can only be read inside a function.`,
  hint: () => `Move the line into module: () => …, mkExports(() => …) or lazy(() => …).`,
  example: {
    caller: 'perInstance of role "replica" of service "kvstore" (instance sessions, machine bob)',
    what: 'exports["kvstore:sessions:primary:"]',
  },
});

export const severalExports = diagnosticKind<{ key: string; keys: readonly string[] }>({
  code: "TRP2306",
  title: "Several exports where one is meant",
  blocks: "evaluation",
  atCaller: true,
  message: ({ key, keys }) => `${key} stands for one export, but there are ${keys.length}: ${some(keys)}.`,
  hint: () => `Name the machine in the scope, or use exports.select(…) to read all of them.`,
  example: { key: '"kvstore:sessions:primary:"', keys: ["kvstore:sessions:primary:alice", "kvstore:sessions:primary:bob"] },
});

export const foreignScope = diagnosticKind<{ key: string; writer: string }>({
  code: "TRP2307",
  title: "An export written under somebody else's scope",
  blocks: "evaluation",
  message: ({ key, writer }) => `${writer} may not write the export ${quote(key)}: a service publishes only under its own scope.`,
  hint: () => `Use the mkExports that this very call received.`,
  example: {
    key: "kvstore:sessions:primary:alice",
    writer: 'perInstance of role "replica" of service "kvstore" (instance sessions, machine bob)',
  },
});

export const notExports = diagnosticKind<{ writer: string }>({
  code: "TRP2308",
  title: "Exports that were not made with mkExports",
  blocks: "evaluation",
  message: ({ writer }) => `${writer} returns exports that mkExports did not make.`,
  hint: () => `Write exports: mkExports({ … }), or a list of such.`,
  example: { writer: 'perInstance of role "replica" of service "kvstore" (instance sessions, machine bob)' },
});

export const contractNameTaken = diagnosticKind<{ service: string; contract: string }>({
  code: "TRP2309",
  title: "A contract with the name of a service's own export field",
  blocks: "evaluation",
  message: ({ service, contract }) =>
    `Service ${quote(service)} provides the contract ${quote(contract)}, but also has an export of its own with that name.`,
  hint: ({ contract }) => `Rename the export ${quote(contract)}: what the contract holds is already exported under that name.`,
  example: { service: "kvstore", contract: "endpoint" },
});

export const exportHoldsItself = diagnosticKind<{ key: string; at: string }>({
  code: "TRP2310",
  title: "An export that holds itself",
  blocks: "evaluation",
  message: ({ key, at }) => `The export ${quote(key)} holds itself: \`${at}\` is the whole export again, or a part that it lies in.`,
  hint: () => `Export the single values that others need, not whole exports of others.`,
  example: { key: "kvstore:sessions:primary:alice", at: "peers[0].value" },
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

export const tooFewMachines = diagnosticKind<{ service: string; instance: string; role: string; min: number; count: number }>({
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
  message: ({ role, service }) => `Service ${quote(service)} has a constraint on the role ${quote(role)}, which it does not have.`,
  example: { role: "server", service: "kvstore" },
});

export const userCodeFailed = diagnosticKind<{ what: string; error: string }>({
  code: "TRP2501",
  title: "An error in the code of a service or module",
  blocks: "evaluation",
  message: ({ what, error }) => `${what} failed: ${error}`,
  example: {
    what: 'perInstance of role "replica" of service "kvstore" (instance sessions, machine bob)',
    error: "TypeError: Cannot read properties of undefined (reading 'port')",
  },
});

export const resultNotObject = diagnosticKind<{ what: string; got: string }>({
  code: "TRP2502",
  title: "A result that is not an object",
  blocks: "evaluation",
  message: ({ what, got }) => `${what} must return an object, but returned ${got}.`,
  hint: ({ got }) =>
    got === "a promise"
      ? `Remove async: evaluation does no I/O, so there is nothing to wait for.`
      : `Return an object such as { module: … }. In an arrow function it stands in parentheses: () => ({ … }).`,
  example: { what: 'perInstance of role "replica" of service "kvstore" (instance sessions, machine bob)', got: "a promise" },
});

export const unknownResultKey = diagnosticKind<{ what: string; key: string }>({
  code: "TRP2503",
  title: "A result with a key that results do not have",
  blocks: "evaluation",
  message: ({ what, key }) => `${what} returns ${quote(key)}, which is not part of a result.`,
  example: { what: 'perInstance of role "replica" of service "kvstore" (instance sessions, machine bob)', key: "modules" },
});

export const classNotServed = diagnosticKind<{ service: string; machines: readonly string[]; class: string; classes: readonly string[] }>({
  code: "TRP2504",
  title: "A member that a service does nothing for",
  blocks: "nothing",
  message: ({ service, machines, class: name, classes }) =>
    `Service ${quote(service)} has modules for machines of class ${classes.map(quote).join(" and ")} only, so it does nothing for ${some(machines)}, of class ${quote(name)}.`,
  hint: ({ class: name }) => `Return a \`module\`, which is for all classes, or also a \`${name}Module\`.`,
  example: { service: "kvstore", machines: ["mac"], class: "darwin", classes: ["linux", "nixos"] },
});

export const malformedNesting = diagnosticKind<{ who: string; what: string; got: string }>({
  code: "TRP2701",
  title: "A nested service that is written in another form",
  blocks: "evaluation",
  message: ({ who, what, got }) => `In the result of ${who}, \`${what}\` must be an object, but is ${got}.`,
  hint: ({ got }) =>
    got === "a function"
      ? `Which nested services there are must be known at once; only their settings may hold lazy(() => …).`
      : `Write services: { NAME: { service, roles: { ROLE: { settings: { … } } } } }.`,
  example: { who: "instance nightly, role client", what: "services.ssh.roles", got: "a list" },
});

export const nestedInItself = diagnosticKind<{ service: string; chain: readonly string[] }>({
  code: "TRP2702",
  title: "A service that nests itself",
  blocks: "evaluation",
  message: ({ service, chain }) => `Service ${quote(service)} would be nested in itself: ${chain.join(" → ")}.`,
  hint: () => `Break the circle: one of these services must do without the next one.`,
  example: { service: "backup", chain: ["backup", "ssh", "backup"] },
});

export const nestedTwice = diagnosticKind<{ instance: string }>({
  code: "TRP2703",
  title: "A nested instance of two services, or of two parents",
  blocks: "evaluation",
  message: ({ instance }) =>
    `${quote(instance)} would be two nested instances at once: results give different services under this name, or a service and an instance that nest it have the same name.`,
  hint: () =>
    `Give one of them another name in \`services\`; define a nested service outside of perInstance, so that all calls mean the same one.`,
  example: { instance: "nightly/ssh" },
});

export const endlessNesting = diagnosticKind<{ levels: number }>({
  code: "TRP2704",
  title: "Nested services without an end",
  blocks: "evaluation",
  message: ({ levels }) => `After ${levels} levels, nested services still join further ones.`,
  hint: () => `Define services outside of perInstance, and let what perMachine nests not depend on which nested instances there are.`,
  example: { levels: 50 },
});

export const exportsReadWhileNesting = diagnosticKind<{ caller: string; what: string }>({
  code: "TRP2705",
  title: "Exports that a nested service would need while its perInstance or perMachine runs",
  blocks: "evaluation",
  atCaller: true,
  message: ({ caller, what }) =>
    `${caller} reads ${what} in settings which a nested service needs while it is still running. What exists must be known before any export has a value.`,
  hint: () => `Let the nested service read that setting inside module: () => …, mkExports(() => …) or lazy(() => …).`,
  example: {
    caller: 'perInstance of role "client" of service "backup" (instance nightly, machine alice)',
    what: 'the export "backup:nightly:server:"',
  },
});

export const ipsNotKnown = diagnosticKind<{ machine: string; isOpaque: boolean; address: string | undefined }>({
  code: "TRP2801",
  title: "Addresses of a machine that nobody declares",
  blocks: "evaluation",
  message: ({ machine, isOpaque }) =>
    `The \`ips\` of machine ${quote(machine)} are read, but nobody declares them${isOpaque ? " where they could be read: its own configuration is only evaluated by its platform" : ""}.`,
  hint: ({ address = "192.0.2.1" }) => `Declare them on the machine, by network interface: facts: { ips: { eth0: [${quote(address)}] } }.`,
  example: { machine: "alice", isOpaque: true, address: "192.0.2.10" },
});

export const serviceDefinesFacts = diagnosticKind<{ machine: string; who: string; facts: readonly string[] }>({
  code: "TRP2802",
  title: "A service that would change what is known of a machine",
  blocks: "evaluation",
  message: ({ machine, who, facts }) =>
    `${who} defines ${facts.length === 0 ? "facts" : `the facts ${facts.join(", ")}`} of machine ${quote(machine)}, but facts are settled before any service runs, so nobody who reads them would see this.`,
  hint: () =>
    `What a machine is belongs in its own module or its \`facts\`. What a service has to tell others it publishes with mkExports, and they read it from \`exports\`.`,
  example: { machine: "alice", who: "instance vpn, role peer", facts: ["ips"] },
});

export const idTaken = diagnosticKind<{ kind: string; name: string }>({
  code: "TRP2803",
  title: "Two things with one id",
  blocks: "evaluation",
  message: ({ kind, name }) => `There are two ${kind} ${quote(name)}: what stands in a cluster is known as NAME.CLUSTER.`,
  hint: () => `Give one of them another name.`,
  example: { kind: "instances", name: "dns.north" },
});

export const notAClusterService = diagnosticKind<{ name: string; problem: string }>({
  code: "TRP2804",
  title: "Something that is not a cluster service",
  blocks: "evaluation",
  message: ({ name, problem }) => `${quote(name)} is not a service of a cluster: ${problem}.`,
  hint: () =>
    `Write defineClusterService({ selectors: [clusterMachines()], roles: { … }, definition: ({ selectors, roles }) => … }); instances of other services stand in \`instances\`.`,
  example: { name: "dns.north", problem: "its `selectors` must be a list of filters" },
});

export const unknownExtension = diagnosticKind<{ extension: string }>({
  code: "TRP2805",
  title: "Values for an extension that the inventory does not list",
  blocks: "evaluation",
  message: ({ extension }) => `There are values for the extension ${quote(extension)}, which is not among the inventory's \`extensions\`.`,
  hint: ({ extension }) => `Add it to them, extensions: [${/^[a-z_$][\w$]*$/i.test(extension) ? extension : "…"}], or remove the values.`,
  example: { extension: "zones" },
});

export const extensionNeedsDefault = diagnosticKind<{ extension: string; level: string }>({
  code: "TRP2806",
  title: "An extension with an option that everybody would have to set",
  blocks: "evaluation",
  message: ({ extension, level }) =>
    `Extension ${quote(extension)} has options without a default, so every ${level} would have to set them.`,
  hint: () => `Give each a default: option(t.str, { default: "…" }). With t.nullOr(…) it is null.`,
  example: { extension: "zones", level: "machine" },
});

export const definitionIsFunction = diagnosticKind<{ service: string; machine: string }>({
  code: "TRP2808",
  title: "A definition of a cluster service that returns a function",
  blocks: "evaluation",
  message: ({ service, machine }) =>
    `The definition of cluster service ${quote(service)} returns a function for machine ${quote(machine)}, but what it returns is for machines of every class, and not all of them have a configuration that can be read here.`,
  hint: () =>
    `Return the definitions themselves. A function of { config } is for linuxDefinition to return, one of { config, pkgs, lib } for nixosDefinition.`,
  example: { service: "dns.north", machine: "web.north" },
});

export const notAnExtension = diagnosticKind({
  code: "TRP2807",
  title: "Something that is not an extension",
  blocks: "evaluation",
  message: () => `One of the inventory's \`extensions\` is not an extension.`,
  hint: () => `Put in what defineExtension({ … }) returns.`,
  example: {},
});
