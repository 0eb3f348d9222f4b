/** Clusters, annotations and extensions: TRP28xx. */
import { diagnosticKind } from "@troupe/modules";
import { quote } from "./words.ts";

export const ipsNotKnown = diagnosticKind<{ machine: string; isOpaque: boolean; address: string | undefined }>({
  code: "TRP2801",
  title: "Addresses of a machine that nobody declares",
  blocks: "evaluation",
  message: ({ machine, isOpaque }) =>
    `The \`ips\` of machine ${quote(machine)} are read, but nobody declares them${isOpaque ? " where they could be read: its own configuration is only evaluated by its platform" : ""}.`,
  hint: ({ address = "192.0.2.1" }) =>
    `Declare them on the machine, by network interface: facts: { ips: { eth0: [${quote(address)}] } }.`,
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
  message: ({ kind, name }) =>
    `There are two ${kind} ${quote(name)}: what stands in a cluster is known as NAME.CLUSTER.`,
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
  message: ({ extension }) =>
    `There are values for the extension ${quote(extension)}, which is not among the inventory's \`extensions\`.`,
  hint: ({ extension }) =>
    `Add it to them, extensions: [${/^[a-z_$][\w$]*$/i.test(extension) ? extension : "…"}], or remove the values.`,
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

export const notAnExtension = diagnosticKind({
  code: "TRP2807",
  title: "Something that is not an extension",
  blocks: "evaluation",
  message: () => `One of the inventory's \`extensions\` is not an extension.`,
  hint: () => `Put in what defineExtension({ … }) returns.`,
  example: {},
});
export const definitionIsFunction = diagnosticKind<{ service: string; machine: string; keys: readonly string[] }>({
  code: "TRP2808",
  title: "A definition of a cluster service that returns a function",
  blocks: "evaluation",
  message: ({ service, machine }) =>
    `The definition of cluster service ${quote(service)} returns a function for machine ${quote(machine)}, but what it returns is for machines of every class, and not all of them have a configuration that can be read here.`,
  hint: ({ keys }) =>
    `Return the definitions themselves.${keys.length === 0 ? "" : ` A function of the machine's own configuration is for ${keys.join(" or ")} to return.`}`,
  example: { service: "dns.north", machine: "web.north", keys: ["serverDefinition", "routerDefinition"] },
});
