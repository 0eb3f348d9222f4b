/**
 * `networking.firewall`: the table `troupe` of nftables, with the rules of NixOS's firewall, and the unit that loads
 * the table.
 */
import type { SystemConfig } from "@troupe/vocabulary";
import { compareBytes } from "../generation/bytes.ts";
import { addTroupeUnit } from "../units/troupe-unit.ts";
import { emptyRange, invalidInterface, invalidText, sshNotAllowed } from "../diagnostics.ts";
import type { Draft, Path } from "../model/generation-draft.ts";
import { current, shortHash } from "./generation-draft.ts";

type Firewall = SystemConfig["networking"]["firewall"];
type Allowed = Firewall["interfaces"][string];

const at: Path = ["networking", "firewall"];

/** Renders an enabled firewall. */
export function renderFirewall(draft: Draft, firewall: Firewall): void {
  if (!firewall.enable) return;
  const ruleset = rules(draft, firewall);
  const path = draft.file(`firewall/rules-${shortHash(ruleset)}.nft`, ruleset);
  draft.install("nftables", [...at, "enable"]);
  if (!letsIn(firewall, 22)) draft.report(sshNotAllowed, {}, [...at, "enable"]);
  addTroupeUnit(draft, "troupe-firewall.service", unit(path), "reload", "", "sysinit.target", [at]);
}

/**
 * True if the firewall accepts connections to the TCP port from any interface, or has other rules that may accept them.
 */
function letsIn({ interfaces, trustedInterfaces, extraInputRules, ...everywhere }: Firewall, port: number): boolean {
  if (trustedInterfaces.length > 0 || extraInputRules.trim() !== "") return true;
  return [everywhere, ...Object.values(interfaces)].some(
    (allowed) =>
      allowed.allowedTCPPorts.includes(port) ||
      allowed.allowedTCPPortRanges.some(({ from, to }) => from <= port && port <= to),
  );
}

function rules(draft: Draft, firewall: Firewall): string {
  const interfaces = Object.entries(firewall.interfaces).toSorted(([a], [b]) => compareBytes(a, b));
  const trusted = [...new Set(["lo", ...firewall.trustedInterfaces])].toSorted(compareBytes);
  for (const name of firewall.trustedInterfaces) checkInterface(draft, name, [...at, "trustedInterfaces"]);
  const allow = [
    ...accept(draft, "", firewall, at),
    ...interfaces.flatMap(([name, allowed]) => {
      checkInterface(draft, name, [...at, "interfaces", name]);
      return accept(draft, `iifname ${JSON.stringify(name)} `, allowed, [...at, "interfaces", name]);
    }),
    ...(firewall.allowPing ? ['icmp type echo-request accept comment "ping"'] : []),
    `icmpv6 type != { ${firewall.allowPing ? "" : "echo-request, "}nd-redirect, 139 } accept comment "all but redirects and node information, see RFC 4890"`,
    'ip6 daddr fe80::/64 udp dport 546 accept comment "DHCPv6 client"',
    ...extraRules(draft, firewall),
  ];
  const lines = (rules: readonly string[]) => rules.map((line) => `    ${line}\n`).join("");
  // `delete table` fails for a missing table, so the ruleset declares the table first. nft applies a file atomically.
  return `table inet troupe
delete table inet troupe
table inet troupe {
  chain input {
    type filter hook input priority filter; policy drop;
    iifname { ${trusted.map((name) => JSON.stringify(name)).join(", ")} } accept comment "trusted interfaces"
    ct state vmap { invalid : drop, established : accept, related : accept, new : jump input-allow, untracked : jump input-allow }
  }
  chain input-allow {
${lines(allow)}  }
}
`;
}

/** Returns the rules that accept the ports of one set of options. */
function accept(draft: Draft, condition: string, allowed: Allowed, path: Path): readonly string[] {
  const ports = (protocol: "tcp" | "udp", single: readonly number[], ranges: readonly Range[]): readonly string[] => {
    const option = `allowed${protocol.toUpperCase()}PortRanges`;
    for (const { from, to } of ranges) if (from > to) draft.report(emptyRange, { from, to }, [...path, option]);
    const sorted = [...single.map((port) => ({ from: port, to: port })), ...ranges].toSorted(
      (a, b) => a.from - b.from || a.to - b.to,
    );
    const portRanges = joinRanges(sorted).map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
    return portRanges.length === 0 ? [] : [`${condition}${protocol} dport { ${portRanges.join(", ")} } accept`];
  };
  return [
    ...ports("tcp", allowed.allowedTCPPorts, allowed.allowedTCPPortRanges),
    ...ports("udp", allowed.allowedUDPPorts, allowed.allowedUDPPortRanges),
  ];
}

type Range = Allowed["allowedTCPPortRanges"][number];

/** Joins overlapping ranges, because nft refuses overlaps. */
function joinRanges(sorted: readonly Range[]): readonly Range[] {
  const joined: Range[] = [];
  for (const range of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && range.from <= last.to)
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else joined.push(range);
  }
  return joined;
}

function extraRules(draft: Draft, firewall: Firewall): readonly string[] {
  const path = [...at, "extraInputRules"];
  const text = draft.text(firewall.extraInputRules, path);
  if (text.includes("\0"))
    draft.report(invalidText, { what: "`networking.firewall.extraInputRules`", problem: "a NUL character" }, path);
  return text.split("\n").filter((line) => line.trim() !== "");
}

function checkInterface(draft: Draft, name: string, path: Path): void {
  if (!/^[^\s/"\\*\p{Cc}]{1,15}$|^[^\s/"\\*\p{Cc}]{1,14}\*$/u.test(name))
    draft.report(invalidInterface, { name }, path);
}

/**
 * The unit of the firewall. It follows each start of nftables.service, which deletes all tables, and precedes
 * the network. It records the rules that it loaded, with the digest of the table as nft lists it; the agent script
 * compares the record with the table in effect.
 */
function unit(path: string): string {
  const rules = `${current}/${path}`;
  const load = `/usr/sbin/nft -f ${rules}`;
  const list = "/usr/sbin/nft -s -t list table inet troupe | sha256sum";
  const record = `/bin/sh -c 'umask 077; { echo ${basename(path)}; ${list}; } >/run/troupe-firewall'`;
  return `[Unit]
Description=Firewall
DefaultDependencies=false
After=local-fs.target nftables.service
Before=network-pre.target shutdown.target
Conflicts=shutdown.target
PartOf=nftables.service
Wants=network-pre.target
RequiresMountsFor=${rules}

[Service]
Type=oneshot
RemainAfterExit=true
ExecStart=${load}
ExecStart=${record}
ExecReload=${load}
ExecReload=${record}
ExecStop=-/usr/sbin/nft delete table inet troupe
`;
}

const basename = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
