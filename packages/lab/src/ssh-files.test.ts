import { expect, test } from "vitest";
import { hostsFile } from "./host-identity.ts";
import { execPrefix, sshConfig } from "./ssh-files.ts";

const hosts = [
  { name: "alice", address: "10.231.0.11", lower: [] },
  { name: "bob", address: "10.231.0.12", lower: [] },
];

test("sshConfig names every host of a lab", () => {
  expect(sshConfig("demo", hosts)).toMatchInlineSnapshot(`
    "Host alice
      HostName 10.231.0.11
    Host bob
      HostName 10.231.0.12
    Host *
      User root
      IdentityFile /var/tmp/troupe-lab/demo/id_ed25519
      IdentitiesOnly yes
      UserKnownHostsFile /var/tmp/troupe-lab/demo/known_hosts
      GlobalKnownHostsFile /dev/null
      StrictHostKeyChecking yes
      BatchMode yes
      ConnectTimeout 5
      ServerAliveInterval 2
      ServerAliveCountMax 3
      KexAlgorithms curve25519-sha256
      LogLevel ERROR
    "
  `);
  expect(execPrefix("demo")).toEqual(["nsenter", "--net=/run/netns/troupe-lab-demo", "--"]);
});

test("hostsFile names every host of a lab", () => {
  expect(hostsFile(hosts)).toMatchInlineSnapshot(`
    "127.0.0.1	localhost
    ::1	localhost ip6-localhost ip6-loopback
    10.231.0.11	alice
    10.231.0.12	bob
    "
  `);
});
