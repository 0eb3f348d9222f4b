/** Hosts of another release than the default, and networks without IPv4. */
import { expect, test } from "vitest";
import { localRepository } from "./repository.ts";
import { describeWithHosts, useLab } from "./testing.ts";

describeWithHosts("a lab of two releases", () => {
  const lab = useLab({ hosts: [{ name: "alice", release: "trixie", repository: localRepository(["tree"]) }, "bob"] });

  test("boots each host with its release, without a failed unit", async () => {
    const command =
      ". /etc/os-release; echo $VERSION_CODENAME; systemctl is-system-running; systemctl --failed --no-legend";
    expect((await lab.ssh("alice", command)).stdout).toBe("trixie\nrunning\n");
    expect((await lab.ssh("bob", command)).stdout).toBe("bookworm\nrunning\n");
  });

  test("installs packages of the host's own release", async () => {
    await lab.ssh("alice", "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y tree");
    expect((await lab.ssh("alice", "dpkg-query -W -f '${Version}' tree")).stdout).toMatch(/^2\.2/);
  });
});

describeWithHosts("a lab without IPv4", () => {
  const lab = useLab({ hosts: 2, ipv6: true });

  test("has IPv6 addresses only", async () => {
    expect(lab.hosts.map(({ address }) => address)).toEqual(["fd00:231::11", "fd00:231::12"]);
    const { stdout } = await lab.ssh(
      "alice",
      "ip -4 -brief address show eth0; ip -6 -brief address show eth0 scope global",
    );
    expect(stdout.replaceAll(/ +/g, " ")).toMatch(/^eth0@\S+ UP fd00:231::11\/64 \n$/);
  });

  test("lets hosts reach each other by name, and no other address", async () => {
    const greeting = await lab.ssh("alice", [
      "bash",
      "-c",
      "getent hosts bob; read -r line < /dev/tcp/bob/22; echo $line",
    ]);
    expect(greeting.stdout.replaceAll(/ +/g, " ")).toMatch(/^fd00:231::12 bob\nSSH-2\.0-OpenSSH/);
    const elsewhere = await lab.ssh("alice", ["bash", "-c", ": < /dev/tcp/2001:db8::1/22"], { allowFailure: true });
    expect(elsewhere.stderr).toMatch(/unreachable/i);
  });

  test("cuts a host off and heals it, and reboots a host", async () => {
    await lab.cut("bob");
    const refused = await lab.exec(["ssh", "-F", lab.sshConfig, "-o", "ConnectTimeout=1", "bob", "true"], {
      allowFailure: true,
    });
    expect(refused.status).toBe(255);
    await lab.heal("bob");
    await lab.reboot("bob");
    expect((await lab.ssh("bob", "hostname")).stdout).toBe("bob\n");
  });
});
