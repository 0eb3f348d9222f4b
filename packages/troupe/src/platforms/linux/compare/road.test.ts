import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { printManifest } from "@troupe/linux";
import type { SystemFragment } from "@troupe/vocabulary";
import { expect, test } from "vitest";
import { desire, labTarget } from "../../../deploy/testing/lab-machines.ts";
import { switchReach } from "./road.ts";

const manifest = (config: SystemFragment) => desire(labTarget("alice"), config).generation.manifest;
const etc = (...paths: readonly string[]): SystemFragment => ({
  environment: { etc: Object.fromEntries(paths.map((path) => [path, { text: "x\n" }])) },
});
const user = (options: object): SystemFragment =>
  ({ users: { users: { ann: options }, groups: { ann: {} } } }) as SystemFragment;
const withKey = (key: string) =>
  user({ isNormalUser: true, openssh: { authorizedKeys: { keys: [`ssh-ed25519 ${key}`] } } });
const unit = (name: string): SystemFragment => ({
  systemd: { services: { [name]: { serviceConfig: { ExecStart: "/bin/true" } } } },
});
const program = join(import.meta.dirname, "../../../../../linux/agent/road.awk");

/** The areas that the agent script finds. */
function areasOfAgent(before: SystemFragment, after: SystemFragment): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "troupe-road-"));
  const write = (name: string, config: SystemFragment) => {
    writeFileSync(join(folder, name), printManifest(manifest(config)));
    return join(folder, name);
  };
  const args = ["-f", program, "part=from", write("from", before), "part=to", write("to", after)];
  const { stdout } = spawnSync("sh", ["-c", 'exec awk "$@"', "sh", ...args], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  return [...new Set([...stdout.matchAll(/^road\t(.*)$/gm)].map(([, area]) => area!))].toSorted();
}

const firewall = (port: number): SystemFragment => ({
  networking: { firewall: { enable: true, allowedTCPPorts: [port] } },
});

test.for<readonly [string, SystemFragment, SystemFragment, readonly string[]]>([
  ["files of sshd and sudo", {}, etc("ssh/sshd_config.d/x.conf", "sudoers.d/x"), ["sshd", "sudo"]],
  ["a file of sshd that goes away", etc("ssh/sshd_config.d/x.conf"), {}, ["sshd"]],
  ["the same file", etc("ssh/x"), etc("ssh/x"), []],
  ["keys of a person", withKey("AAAA"), withKey("BBBB"), ["keys"]],
  ["rules of logins, and other firewalls", {}, etc("pam.d/sshd", "nftables.conf"), ["firewall", "login"]],
  ["network configuration", {}, etc("systemd/network/x.network", "netplan/x.yaml"), ["network"]],
  ["another file", {}, etc("motd", "fstab"), []],
  ["a person", {}, user({ isNormalUser: true }), ["accounts"]],
  ["the account of a service", {}, user({ isSystemUser: true, group: "ann" }), []],
  [
    "a person who becomes a service",
    user({ isNormalUser: true }),
    user({ isSystemUser: true, group: "ann" }),
    ["accounts"],
  ],
  ["the unit of ssh", {}, unit("ssh"), ["units"]],
  ["another unit", {}, unit("one"), []],
  ["the firewall", firewall(22), firewall(23), ["firewall", "units"]],
])("the plan names what of the way in changes, as the agent script does: %s", ([, before, after, areas]) => {
  expect(switchReach(manifest(before), manifest(after)).road).toEqual(areas);
  expect(areasOfAgent(before, after)).toEqual(areas);
});

test("the plan names files that are read at boot, and a restart of sshd", () => {
  expect(
    switchReach(undefined, manifest(etc("fstab", "systemd/network/x.network", "motd", "ssh/sshd_config.d/x.conf"))),
  ).toEqual({
    road: ["network", "sshd"],
    restartsSshd: true,
    untested: ["/etc/fstab", "/etc/systemd/network/x.network"],
  });
});

test("the restoration of a file of sshd restarts sshd and changes no road", () => {
  const same = manifest(etc("ssh/sshd_config.d/x.conf"));
  const drifted = (name: string) => switchReach(same, same, [{ kind: "etc", name }]);
  expect(drifted("/etc/ssh/sshd_config.d/x.conf")).toEqual({ road: [], restartsSshd: true, untested: [] });
  expect(drifted("/etc/motd")).toEqual({ road: [], restartsSshd: false, untested: [] });
});
