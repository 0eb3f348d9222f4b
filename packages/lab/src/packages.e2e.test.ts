/** Packages on hosts without a way out: preinstalled in layers, or installed from a local repository. */
import { expect, test } from "vitest";
import { layer } from "./layer.ts";
import { localRepository } from "./repository.ts";
import { describeWithHosts, useLab } from "./testing.ts";

describeWithHosts("packages of hosts", () => {
  const redis = layer("redis", ["redis-server"]);
  const sudo = layer("sudo", ["sudo"]);
  const lab = useLab({
    hosts: [
      { name: "alice", repository: localRepository(["redis-server"]) },
      { name: "bob", layers: [redis, sudo] },
      "carol",
    ],
  });

  test("are installed from the local repository", async () => {
    await lab.ssh("alice", "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y redis-server");
    expect((await lab.ssh("alice", "systemctl is-active redis-server && redis-cli ping")).stdout).toBe(
      "active\nPONG\n",
    );
  });

  test("are installed from the start in layers, with their units disabled", async () => {
    const { stdout } = await lab.ssh("bob", "dpkg-query -W -f '${Package} ${db:Status-Status}\\n' redis-server sudo");
    expect(stdout).toBe("redis-server installed\nsudo installed\n");
    const units = await lab.ssh("bob", "systemctl is-enabled redis-server; systemctl is-active redis-server", {
      allowFailure: true,
    });
    expect(units.stdout).toBe("disabled\ninactive\n");
    expect((await lab.ssh("bob", "systemctl start redis-server && redis-cli ping")).stdout).toBe("PONG\n");
  });

  test("are not installed on hosts that do not name them", async () => {
    const { stdout } = await lab.ssh("carol", "command -v redis-server sudo; ls /srv /etc/apt/sources.list.d", {
      allowFailure: true,
    });
    expect(stdout).toBe("/etc/apt/sources.list.d:\n\n/srv:\n");
  });

  test("contain no keys and no identity of the machine that installed the layer", async () => {
    const keys = await Promise.all(
      lab.hosts.map((host) => lab.ssh(host.name, "cat /etc/machine-id /etc/ssh/ssh_host_*.pub")),
    );
    expect(new Set(keys.map((result) => result.stdout)).size).toBe(3);
    expect(keys.map((result) => result.stdout.split("\n").length)).toEqual([3, 3, 3]);
  });
});
