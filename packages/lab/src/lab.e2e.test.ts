/** Labs on real hosts: boot, network, faults and removal. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { findHierarchies } from "./control-groups.ts";
import { run } from "./command.ts";
import { createLab, openLab } from "./lab.ts";
import { groupPath, labPaths } from "./paths.ts";
import { silent } from "./progress.ts";
import { withLabsLock } from "./lab-removal.ts";
import { describeWithHosts, useLab } from "./testing.ts";

/** Returns the groups, namespaces, mounts and folders of this machine that carry the name of a lab. */
async function traces(name: string): Promise<readonly string[]> {
  const { unified, legacy } = findHierarchies() ?? { unified: "", legacy: [] };
  const groups = [unified, ...legacy].map((root) => `${root}/${groupPath(name)}`).filter(existsSync);
  const namespaces = (await readdir("/run/netns").catch(() => [])).filter((entry) => entry.includes(name));
  const mounts = (await readFile("/proc/self/mounts", "utf8")).split("\n").filter((line) => line.includes(name));
  const folders = [
    labPaths(name).folder,
    `${labPaths(name).folder}.partial`,
    `/run/systemd/nspawn/propagate/${name}`,
  ].filter(existsSync);
  return [...groups, ...namespaces, ...mounts, ...folders];
}

describeWithHosts("a lab of three hosts", () => {
  const lab = useLab({ hosts: 3 });

  test("runs systemd without a failed unit on each host", async () => {
    for (const host of lab.hosts) {
      const { stdout } = await lab.ssh(
        host.name,
        "systemctl is-system-running; systemctl --failed --no-legend; hostname",
      );
      expect(stdout).toBe(`running\n${host.name}\n`);
    }
  });

  test("lets hosts reach each other by name, and no other address", async () => {
    const { stdout } = await lab.ssh("alice", "getent hosts alice bob carol");
    expect(stdout.replaceAll(/ +/g, " ")).toBe("10.231.0.11 alice\n10.231.0.12 bob\n10.231.0.13 carol\n");
    const greeting = await lab.ssh("alice", ["bash", "-c", "read -r line < /dev/tcp/carol/22; echo $line"]);
    expect(greeting.stdout).toMatch(/^SSH-2\.0-OpenSSH/);
    const elsewhere = await lab.ssh("alice", ["bash", "-c", ": < /dev/tcp/192.0.2.1/22"], { allowFailure: true });
    expect(elsewhere.stderr).toMatch(/unreachable/i);
  });

  test("is reached from the machine by execPrefix and by sshProgram", async () => {
    const direct = await run([...lab.execPrefix, "ssh", "-F", lab.sshConfig, "bob", "hostname"]);
    const wrapped = await run([lab.sshProgram, "-o", "ConnectTimeout=3", "root@10.231.0.12", "hostname"]);
    const found = await run(["ssh", "bob", "hostname"], {
      env: { PATH: `${dirname(lab.sshProgram)}:${process.env["PATH"]}` },
    });
    expect([direct.stdout, wrapped.stdout, found.stdout]).toEqual(["bob\n", "bob\n", "bob\n"]);
    expect((await lab.exec(["ip", "-brief", "address", "show", "hosts"])).stdout).toContain("10.231.0.1/24");
  });

  test("passes arguments and input through ssh unchanged", async () => {
    expect((await lab.ssh("alice", ["printf", "%s|", "a b", "it's", "$HOME"])).stdout).toBe("a b|it's|$HOME|");
    expect((await lab.ssh("alice", "cat", { input: "hello" })).stdout).toBe("hello");
    expect((await lab.ssh("alice", "exit 7", { allowFailure: true })).status).toBe(7);
    await expect(lab.ssh("alice", "exit 7")).rejects.toThrow("ended with status 7");
    await expect(lab.ssh("dora", "true")).rejects.toThrow(`has no host "dora"; it has alice, bob, carol`);
  });

  test("cuts a host off and heals it", async () => {
    await lab.cut("bob");
    const refused = await lab.exec(["ssh", "-F", lab.sshConfig, "-o", "ConnectTimeout=1", "bob", "true"], {
      allowFailure: true,
    });
    expect(refused.status).toBe(255);
    expect((await lab.inside("bob", "hostname")).stdout).toBe("bob\n");
    expect((await lab.status())[1]).toMatchObject({ name: "bob", running: true, cut: true });
    await lab.heal("bob");
    await lab.ssh("bob", "true");
  });

  test("kill ends all processes of a host and keeps its files", async () => {
    await lab.ssh("carol", "echo kept > /var/kept; echo lost > /run/lost");
    await lab.kill("carol");
    expect((await lab.status())[2]).toMatchObject({ name: "carol", running: false, cut: true });
    await expect(lab.inside("carol", "true")).rejects.toThrow("carol is not running");
    await lab.start("carol");
    expect(
      (await lab.ssh("carol", "cat /var/kept; ls /run/lost; systemctl is-system-running", { allowFailure: true }))
        .stdout,
    ).toBe("kept\nrunning\n");
  });

  test("reboots a host", async () => {
    const bootId = async () => (await lab.ssh("alice", "cat /proc/sys/kernel/random/boot_id")).stdout;
    const before = await bootId();
    await lab.reboot("alice");
    expect(await bootId()).not.toBe(before);
  });

  test("status reports a host that powered itself off, and up boots the host again", async () => {
    await lab.ssh("bob", "systemctl poweroff", { allowFailure: true });
    await expect.poll(async () => (await lab.status())[1]?.running, { timeout: 20_000 }).toBe(false);
    await lab.up();
    await lab.ssh("bob", "true");
  });

  test("openLab returns the lab by its name", async () => {
    const same = openLab(lab.name);
    expect(same?.hosts).toEqual(lab.hosts);
    expect((await same?.ssh("carol", "hostname"))?.stdout).toBe("carol\n");
  });

  test("does not reach another lab with the same addresses", async () => {
    await using other = createLab({ hosts: ["zoe"] });
    await other.up();
    expect(other.hosts).toEqual([{ name: "zoe", address: "10.231.0.11" }]);
    expect((await other.ssh("zoe", "hostname")).stdout).toBe("zoe\n");
    expect((await lab.exec(["ssh", "-F", lab.sshConfig, "10.231.0.11", "hostname"])).stdout).toBe("alice\n");
  });
});

describeWithHosts("down", () => {
  test("removes all parts of the lab, and may be called twice", async () => {
    const lab = createLab({ hosts: 2 });
    await lab.up();
    expect(await traces(lab.name)).not.toEqual([]);
    await lab.down();
    expect(await traces(lab.name)).toEqual([]);
    await lab.down();
    expect(openLab(lab.name)).toBeUndefined();
  });

  test("ends processes that run in the lab's network", async () => {
    const lab = createLab({ hosts: 1 });
    await lab.up();
    const left = lab.exec(["sleep", "600"], { allowFailure: true });
    await expect.poll(async () => (await run(["ip", "netns", "pids", `troupe-lab-${lab.name}`])).stdout).not.toBe("");
    await lab.down();
    expect((await left).status).toBeNull();
  });

  test("the next use of any lab removes the lab of a killed process", async () => {
    const script = `
      import { createLab } from "@troupe/lab";
      const lab = createLab({ hosts: ["alice"] });
      await lab.up();
      process.stdout.write(lab.name);
      setInterval(() => {}, 1000);
    `;
    const argv = ["--conditions=troupe-source", "--input-type=module", "--eval", script];
    const owner = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
    const name = String(await Promise.race([once(owner.stdout, "data"), once(owner, "exit")]));
    expect(name).toMatch(/^lab-/);
    // Labs of other test files remove abandoned labs too. While this process holds the lock, they wait.
    await withLabsLock(silent, async () => {
      owner.kill("SIGKILL");
      await once(owner, "exit");
      expect((await openLab(name)?.status())?.map(({ running }) => running)).toEqual([true]);
      expect(await traces(name)).not.toEqual([]);
    });
    await createLab({ hosts: 1 }).down();
    expect(await traces(name)).toEqual([]);
  });
});
