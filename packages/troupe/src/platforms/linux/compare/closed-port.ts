/** The port over which the plan reached the machine, and the firewall of the desired generation. */
import { type Diagnostic, diagnose } from "@troupe/modules";
import { closedPort } from "../diagnostics.ts";
import type { DesiredLinux } from "../desired.ts";
import { placeOf } from "../places.ts";
import type { HostState } from "../state.ts";

/** Reports a firewall that drops new connections to the port over which the machine was reached. */
export function portProblems(desired: DesiredLinux, { sshPort }: HostState): readonly Diagnostic[] {
  if (sshPort === undefined) return [];
  const { machine } = desired.target;
  const closed = [...desired.generation.files].some(
    ([path, { bytes }]) => path.startsWith("firewall/rules-") && !letsIn(new TextDecoder().decode(bytes), sshPort),
  );
  const place = placeOf(desired, [
    ["networking", "firewall", "allowedTCPPorts"],
    ["networking", "firewall", "enable"],
  ]);
  return closed ? [diagnose(closedPort, { machine, port: sshPort }, place)] : [];
}

/** Rules of the chain input-allow that never accept a TCP port. */
const otherRules = /^(?:udp dport|iifname "[^"]*" udp dport|icmp|ip6 daddr fe80::\/64 udp)/;
const tcpRule = /^(?:iifname "[^"]*" )?tcp dport \{ ([\d, -]+) \} accept$/;

/** True if the rules accept the TCP port on any interface, or if they have rules that may accept the port. */
function letsIn(rules: string, port: number): boolean {
  const trusted = /iifname \{ (.*) \} accept comment "trusted interfaces"/.exec(rules)?.[1];
  if (trusted !== '"lo"') return true;
  const lines =
    /chain input-allow \{\n([^]*?)\n? {2}\}/
      .exec(rules)?.[1]
      ?.split("\n")
      .map((line) => line.trim()) ?? [];
  return lines.some((line) => {
    const ports = tcpRule.exec(line)?.[1];
    if (ports === undefined) return line !== "" && !otherRules.test(line);
    return ports.split(", ").some((range) => {
      const [from, to = from] = range.split("-").map(Number);
      return from! <= port && port <= to!;
    });
  });
}
