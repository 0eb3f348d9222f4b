import { formatDiagnostic } from "@troupe/modules";
import type { SystemFragment } from "@troupe/vocabulary";
import { expect, it } from "vitest";
import { desire, labTarget } from "../../../deploy/testing/lab-machines.ts";
import { emptyHost } from "../state.ts";
import { portProblems } from "./closed-port.ts";

type Firewall = NonNullable<NonNullable<SystemFragment["networking"]>["firewall"]>;
const problems = (firewall: Firewall, sshPort?: number) =>
  portProblems(desire(labTarget("alice"), { networking: { firewall: { enable: true, ...firewall } } }), {
    ...emptyHost,
    ...(sshPort !== undefined && { sshPort }),
  }).map(formatDiagnostic);

it("a firewall that drops the port over which the machine was reached blocks the plan", () => {
  expect(problems({ allowedTCPPorts: [22, 80], allowedUDPPorts: [2222] }, 2222)).toMatchInlineSnapshot(`
    [
      "TRP5141 The firewall of the configuration drops new connections to TCP port 2222 of alice, over which this plan reached the machine.
      at instance one, role server
      hint: Add the port: \`networking.firewall.allowedTCPPorts: [2222]\`.",
    ]
  `);
});

it.for([
  ["the port is open", { allowedTCPPorts: [2222] }, 2222],
  ["a range has the port", { allowedTCPPortRanges: [{ from: 2000, to: 3000 }] }, 2222],
  ["one interface has the port", { interfaces: { eth1: { allowedTCPPorts: [2222] } } }, 2222],
  ["an interface is trusted", { trustedInterfaces: ["wg0"] }, 2222],
  ["rules of the user may accept the port", { extraInputRules: "ip saddr 192.0.2.0/24 accept" }, 2222],
  ["the port is not known", {}, undefined],
] as const)("a firewall is not reported if %s", ([, firewall, port]) => {
  expect(problems(firewall as Firewall, port)).toEqual([]);
});
