import { formatDiagnostic } from "@troupe/modules";
import type { SystemFragment } from "@troupe/vocabulary";
import { expect, test } from "vitest";
import { desire, labTarget } from "../../../deploy/testing/lab-machines.ts";
import { emptyHost, type HostState } from "../state.ts";
import { managerProblems } from "./managers.ts";

const all: SystemFragment = {
  environment: { etc: { "resolv.conf": { text: "nameserver 192.0.2.1\n" } } },
  networking: { hostName: "alice", hosts: { "192.0.2.7": ["printer"] }, firewall: { enable: true } },
};
const problems = (config: SystemFragment, host: Partial<HostState>) =>
  managerProblems(desire(labTarget("alice"), config), { ...emptyHost, ...host });

test("a program that writes what the configuration declares is named in the plan, with how to make it yield", () => {
  const host = {
    managers: new Set(["docker", "resolvconf", "NetworkManager", "nftables"]),
    cloudInit: ["manage_etc_hosts: false", "manage_etc_hosts: 'true'", "preserve_hostname: false"],
  };
  const found = problems(all, host);
  expect(found.map(({ blocks, path }) => `${blocks} ${path}`)).toEqual([
    "nothing networking.hosts",
    "nothing networking.hostName",
    'nothing environment.etc."resolv.conf"',
    'nothing environment.etc."resolv.conf"',
    "nothing networking.firewall.enable",
    "nothing networking.firewall.enable",
  ]);
  expect(found.map(formatDiagnostic).join("\n")).toMatchInlineSnapshot(`
    "TRP5144 cloud-init on alice rewrites /etc/hosts at each boot; Troupe puts its lines back after it.
      at instance one, role server
      hint: Set \`manage_etc_hosts: false\` in a file of /etc/cloud/cloud.cfg.d, as \`environment.etc\` can.
    TRP5144 cloud-init on alice sets the host name at boot; Troupe sets its own after it.
      at instance one, role server
      hint: Set \`preserve_hostname: true\` in a file of /etc/cloud/cloud.cfg.d, as \`environment.etc\` can.
    TRP5144 resolvconf on alice writes /etc/resolv.conf whenever a network comes up.
      at instance one, role server
      hint: Remove the package resolvconf, or put the servers into the configuration of the network.
    TRP5144 NetworkManager on alice writes /etc/resolv.conf and configures the network itself.
      at instance one, role server
      hint: Set \`dns=none\` or \`unmanaged-devices\` in a file of /etc/NetworkManager/conf.d, or configure the network there.
    TRP5144 Docker on alice forwards the ports that containers publish past the declared rules, which are for ports of the machine.
      at instance one, role server
      hint: Publish ports on addresses such as 127.0.0.1, or set \`"iptables": false\` in /etc/docker/daemon.json.
    TRP5144 nftables.service on alice flushes all rules, also Troupe's, when it starts or is reloaded; Troupe loads its own again after the boot.
      at instance one, role server
      hint: Disable nftables.service, or remove \`flush ruleset\` from /etc/nftables.conf."
  `);
});

test("a program is not named where it yields, is absent, or writes what nobody declares", () => {
  expect(problems(all, { cloudInit: ["manage_etc_hosts: false", "preserve_hostname: true"] })).toEqual([]);
  expect(problems(all, {})).toEqual([]);
  expect(problems({}, { managers: new Set(["docker", "nftables"]), cloudInit: ["manage_etc_hosts: true"] })).toEqual(
    [],
  );
});
