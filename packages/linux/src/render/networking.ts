/** `networking.hostName` and `networking.hosts`. */
import { hostName, holds, ipAddress } from "../generation/fields.ts";
import { invalidHost } from "../diagnostics.ts";
import type { Draft } from "../model/draft.ts";

/** Where Debian puts a machine's own name, so that it resolves without a network. */
const ownAddress = "127.0.1.1";

/** Renders the managed part of /etc/hosts. */
export function renderHosts(draft: Draft): void {
  const { hosts, hostName: own, domain } = draft.config.networking;
  const entries = new Map(Object.entries(hosts).map(([ip, names]) => [ip, { names, at: [["networking", "hosts", ip]] }]));
  if (domain !== null && !holds(hostName, domain)) draft.report(invalidHost, { what: "a domain", value: domain }, ["networking", "domain"]);
  else if (own !== "" && !Object.values(hosts).some((names) => names.includes(own))) {
    const { names, at } = entries.get(ownAddress) ?? { names: [], at: [] };
    const mine = domain === null ? [own] : [`${own}.${domain}`, own];
    entries.set(ownAddress, { names: [...mine, ...names], at: [...at, ["networking", "hostName"]] });
  }
  for (const [ip, { names, at }] of entries) {
    if (names.length === 0) continue;
    const wrong = names.find((name) => !holds(hostName, name));
    if (!holds(ipAddress, ip)) draft.report(invalidHost, { what: "an IP address", value: ip }, at[0]!);
    else if (wrong !== undefined) draft.report(invalidHost, { what: "a host name", value: wrong }, at[0]!);
    else draft.add("hosts", { ip, names: [...new Set(names)] }, `host:${ip}`, ...at);
  }
}

/** The host name for the manifest, undefined to leave it alone. */
export function hostNameOf(draft: Draft): string | undefined {
  const { hostName } = draft.config.networking;
  if (hostName === "") return undefined;
  draft.origin(`hostname:${hostName}`, ["networking", "hostName"]);
  return hostName;
}
