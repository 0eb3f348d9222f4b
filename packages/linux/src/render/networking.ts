/** The group `networking`: host name, /etc/hosts and the firewall. */
import type { SystemConfig } from "@troupe/vocabulary";
import { hostName, holds, ipAddress } from "../generation/fields.ts";
import { invalidHost } from "../diagnostics.ts";
import type { Draft, Renderer } from "../model/generation-draft.ts";
import { renderFirewall } from "./firewall.ts";

/** The address of the machine's own name in Debian's /etc/hosts, which resolves without a network. */
const ownAddress = "127.0.1.1";

/**
 * Renders the host name, the managed part of /etc/hosts and the firewall. An empty host name leaves the machine's name
 * alone.
 */
export const renderNetworking: Renderer<"networking"> = (draft, { networking }) => {
  const { hostName, domain, hosts, firewall } = networking;
  renderHosts(draft, hosts, hostName, domain);
  renderFirewall(draft, firewall);
  if (hostName !== "") {
    draft.hostname(hostName);
    draft.origin(`hostname:${hostName}`, ["networking", "hostName"]);
  }
};

function renderHosts(
  draft: Draft,
  hosts: SystemConfig["networking"]["hosts"],
  ownName: string,
  domain: string | null,
): void {
  const entries = new Map(
    Object.entries(hosts).map(([ip, names]) => [ip, { names, at: [["networking", "hosts", ip]] }]),
  );
  if (domain !== null && !holds(hostName, domain))
    draft.report(invalidHost, { what: "a domain", value: domain }, ["networking", "domain"]);
  else if (ownName !== "" && !Object.values(hosts).some((names) => names.includes(ownName))) {
    const { names, at } = entries.get(ownAddress) ?? { names: [], at: [] };
    const ownNames = domain === null ? [ownName] : [`${ownName}.${domain}`, ownName];
    entries.set(ownAddress, { names: [...ownNames, ...names], at: [...at, ["networking", "hostName"]] });
  }
  for (const [ip, { names, at }] of entries) {
    if (names.length === 0) continue;
    const invalidName = names.find((name) => !holds(hostName, name));
    if (!holds(ipAddress, ip)) draft.report(invalidHost, { what: "an IP address", value: ip }, at[0]!);
    else if (invalidName !== undefined) draft.report(invalidHost, { what: "a host name", value: invalidName }, at[0]!);
    else draft.add("hosts", { ip, names: [...new Set(names)] }, `host:${ip}`, ...at);
  }
}
