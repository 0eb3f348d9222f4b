/** Virtual machines: what a container cannot show, and the functions of a lab on them. */
import { expect, test } from "vitest";
import { localRepository } from "./repository.ts";
import { describeWithMachines, useLab } from "./testing.ts";

await describeWithMachines("a lab of two virtual machines and a container", () => {
  const repository = localRepository(["tree"]);
  const lab = useLab({
    hosts: [{ name: "alice", vm: true }, { name: "bob", vm: true, release: "trixie", repository }, "carol"],
  });

  test("boots each machine with a kernel of its own and its release, without a failed unit", async () => {
    const command =
      ". /etc/os-release; echo $VERSION_CODENAME; systemctl is-system-running; systemctl --failed --no-legend";
    expect((await lab.ssh("alice", command)).stdout).toBe("bookworm\nrunning\n");
    expect((await lab.ssh("bob", command)).stdout).toBe("trixie\nrunning\n");
    const kernel = async (host: string) => (await lab.ssh(host, "uname -r")).stdout;
    expect(await kernel("alice")).toMatch(/^6\.1\..*-cloud-amd64\n$/);
    expect(await kernel("bob")).toMatch(/^6\.12\..*\n$/);
  });

  test("has AppArmor in force, modules of the kernel, and kernel parameters outside of net.*", async () => {
    const command =
      "cat /sys/module/apparmor/parameters/enabled; ip link add wg0 type wireguard && echo wireguard; sysctl -w vm.swappiness=7";
    for (const host of ["alice", "bob"])
      expect((await lab.ssh(host, command)).stdout).toBe("Y\nwireguard\nvm.swappiness = 7\n");
  });

  test("lets machines and containers reach each other by name", async () => {
    for (const [from, to] of [
      ["alice", "bob"],
      ["bob", "carol"],
      ["carol", "alice"],
    ] as const) {
      const { stdout } = await lab.ssh(from, ["bash", "-c", `read -r line < /dev/tcp/${to}/22; echo $line`]);
      expect(stdout).toMatch(/^SSH-2\.0-OpenSSH/);
    }
  });

  test("installs packages of the repository", async () => {
    await lab.ssh("bob", "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y tree");
    expect((await lab.ssh("bob", "dpkg-query -W -f '${Version}' tree")).stdout).toMatch(/^2\.2/);
  });

  test("cuts a machine off, runs commands inside it, and heals it", async () => {
    await lab.cut("alice");
    const refused = await lab.exec(["ssh", "-F", lab.sshConfig, "-o", "ConnectTimeout=1", "alice", "true"], {
      allowFailure: true,
    });
    expect(refused.status).toBe(255);
    const inside = await lab.inside("alice", "hostname; cat; echo wrong >&2; exit 3", {
      input: "input\n",
      allowFailure: true,
    });
    expect(inside).toEqual({ status: 3, stdout: "alice\ninput\n", stderr: "wrong\n" });
    expect((await lab.status()).map(({ running, cut }) => ({ running, cut }))).toEqual([
      { running: true, cut: true },
      { running: true, cut: false },
      { running: true, cut: false },
    ]);
    await lab.heal("alice");
    await lab.ssh("alice", "true");
  });

  test("kill loses the writes that are not synced, and no other", async () => {
    await lab.ssh("alice", "echo kept > /root/kept; sync; echo lost > /root/lost");
    await lab.kill("alice");
    expect((await lab.status())[0]).toMatchObject({ name: "alice", running: false, cut: true });
    await lab.start("alice");
    const { stdout } = await lab.ssh("alice", "cat /root/kept; ls /root/lost; systemctl is-system-running", {
      allowFailure: true,
    });
    expect(stdout).toBe("kept\nrunning\n");
  });

  test("reboots a machine, and reports one that powered itself off", async () => {
    const bootId = async () => (await lab.ssh("bob", "cat /proc/sys/kernel/random/boot_id")).stdout;
    const before = await bootId();
    await lab.reboot("bob");
    expect(await bootId()).not.toBe(before);
    await lab.ssh("bob", "systemctl poweroff", { allowFailure: true });
    await expect.poll(async () => (await lab.status())[1]?.running, { timeout: 300_000 }).toBe(false);
  });
});
