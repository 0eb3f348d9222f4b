/** Packages on hosts that have no way out: preinstalled, or from a repository on the machine itself. */
import { expect, test } from "vitest";
import { layer } from "./layer.ts";
import { localRepository } from "./repository.ts";
import { describeWithHosts, useLab } from "./testing.ts";

describeWithHosts("packages", () => {
  const redis = layer("redis", ["redis-server"]);
  const sudo = layer("sudo", ["sudo"]);
  const lab = useLab({
    hosts: [{ name: "alice", repository: localRepository(["redis-server"]) }, { name: "bob", layers: [redis, sudo] }, "carol"],
  });

  test("are installed from the local repository", async () => {
    await lab.ssh("alice", "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y redis-server");
    expect((await lab.ssh("alice", "systemctl is-active redis-server && redis-cli ping")).stdout).toBe("active\nPONG\n");
  });

  test("are there from the start in layers, with everything off", async () => {
    const { stdout } = await lab.ssh("bob", "dpkg-query -W -f '${Package} ${db:Status-Status}\\n' redis-server sudo");
    expect(stdout).toBe("redis-server installed\nsudo installed\n");
    const units = await lab.ssh("bob", "systemctl is-enabled redis-server; systemctl is-active redis-server", { allowFailure: true });
    expect(units.stdout).toBe("disabled\ninactive\n");
    expect((await lab.ssh("bob", "systemctl start redis-server && redis-cli ping")).stdout).toBe("PONG\n");
  });

  test("of other hosts are not there", async () => {
    const { stdout } = await lab.ssh("carol", "command -v redis-server sudo; ls /srv /etc/apt/sources.list.d", { allowFailure: true });
    expect(stdout).toBe("/etc/apt/sources.list.d:\n\n/srv:\n");
  });

  test("bring no keys and no identity of the machine they were installed on", async () => {
    const keys = await Promise.all(lab.hosts.map((host) => lab.ssh(host.name, "cat /etc/machine-id /etc/ssh/ssh_host_*.pub")));
    expect(new Set(keys.map((result) => result.stdout)).size).toBe(3);
    expect(keys.map((result) => result.stdout.split("\n").length)).toEqual([3, 3, 3]);
  });
});
