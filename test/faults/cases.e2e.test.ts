/** The projects in `cases/` that need hosts. All of them share one lab. */
import { layer } from "@troupe/lab";
import { describeWithHosts, useLab } from "@troupe/lab/testing";
import { formatDiagnostic } from "@troupe/modules";
import { expect, test } from "vitest";
import { apply } from "../../packages/troupe/src/deploy/apply.ts";
import type { MachineResult } from "../../packages/troupe/src/deploy/model/result.ts";
import { plan } from "../../packages/troupe/src/deploy/plan.ts";
import { rollback } from "../../packages/troupe/src/deploy/rollback.ts";
import { labTransport } from "../../packages/troupe/src/deploy/testing/lab-machines.ts";
import type { Target } from "../../packages/troupe/src/remote/transport.ts";
import { caseProject, desiredOf } from "./case-projects.ts";

describeWithHosts("on a host, the project", () => {
  const lab = useLab({ hosts: [{ name: "alice", layers: [layer("sudo", ["sudo"]), layer("nft", ["nftables"])] }] });
  const run = async (command: string): Promise<string> =>
    (await lab.ssh("alice", command, { allowFailure: true })).stdout.trim();
  /** The host as the machine of the project. */
  const place = ({ machine, class: machineClass, user, sudo }: Target): Target => ({
    machine,
    class: machineClass,
    host: "alice",
    ...(user !== undefined && { user }),
    sudo,
  });

  async function applied(
    name: string,
    edit?: readonly [string, string],
    adopt: readonly string[] = [],
  ): Promise<MachineResult> {
    const desired = await desiredOf(caseProject(name, edit), place);
    await using transport = labTransport(lab, { connectTimeout: 2 });
    const [result] = await apply(await plan(desired, { transport, adopt }), desired, { transport });
    return result!;
  }
  /** Gives back everything, so that the next project finds the host as it was. */
  async function end(name: string): Promise<void> {
    const [desired] = await desiredOf(caseProject(name), place);
    await using transport = labTransport(lab, { connectTimeout: 2 });
    const [result] = await rollback([desired!.target], { transport, to: "none" });
    expect(["applied", "nothing-to-do"]).toContain(result!.outcome);
  }
  const words = ({ outcome, diagnostics }: MachineResult): string =>
    [outcome, ...diagnostics.map(formatDiagnostic)].join("\n");

  test("shell-of-deploying-user is refused, and the user can still log in", async () => {
    await run(
      "useradd -m -s /bin/bash ann; mkdir ~ann/.ssh; cp ~/.ssh/authorized_keys ~ann/.ssh; chown -R ann ~ann/.ssh; echo 'ann ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/ann; chmod 440 /etc/sudoers.d/ann",
    );
    expect(words(await applied("shell-of-deploying-user"))).toMatch(/^refused\n[^]*\/usr\/bin\/zsh/);
    expect(await run("grep ^ann: /etc/passwd | cut -d: -f7")).toBe("/bin/bash");
    await end("shell-of-deploying-user");
  });

  test.each(["sshd-value", "sshd-option"])("%s is refused, and sshd can start", async (name) => {
    expect(words(await applied(name))).toMatch(/^refused\n[^]*sshd refuses its configuration/);
    expect(await run("sshd -t && echo good")).toBe("good");
  });

  test("changed-socket listens on its new address, also while its service runs", async () => {
    expect(await applied("changed-socket", ["7002", "7001"])).toMatchObject({ outcome: "applied" });
    await run("systemctl start echo1.service");
    expect(await applied("changed-socket")).toMatchObject({ outcome: "applied" });
    expect(await run("ss -Hltn | grep -o ':700[0-9]'; systemctl is-active echo1.service")).toBe(":7002\nactive");
    await end("changed-socket");
  });

  test("failed-restart is refused, and the earlier process runs", async () => {
    expect(await applied("failed-restart", ['"bin/sleep', '"/bin/sleep'])).toMatchObject({ outcome: "applied" });
    const before = await run("systemctl show -p MainPID app3.service");
    expect(words(await applied("failed-restart"))).toMatch(/^refused\nTRP5150 .*bin\/sleep/);
    expect(await run("systemctl show -p MainPID app3.service; systemctl is-active app3.service")).toBe(
      `${before}\nactive`,
    );
    await end("failed-restart");
  });

  test("failed-reload is a failed switch, and the earlier configuration is loaded", async () => {
    expect(await applied("failed-reload", ['"version 2', '"version 1'])).toMatchObject({ outcome: "applied" });
    expect(await applied("failed-reload")).toMatchObject({ outcome: "failed-and-reverted" });
    expect(await run("cat /etc/demo.conf; systemctl is-active demo.service")).toBe("version 1\nactive");
    await end("failed-reload");
  });

  test("failed-reload-and-mask restores a masked unit, and is a failed switch", async () => {
    const first = ['const v = "2"', 'const v = "1"'] as const;
    expect(await applied("failed-reload-and-mask", first)).toMatchObject({ outcome: "applied" });
    await run("systemctl mask msk.service");
    expect(await applied("failed-reload-and-mask")).toMatchObject({ outcome: "failed-and-reverted" });
    expect(await applied("failed-reload-and-mask", first)).toMatchObject({
      outcome: expect.stringMatching(/^(applied|nothing-to-do)$/),
    });
    expect(await run("systemctl is-enabled msk.service; systemctl is-active rel.service msk.service")).not.toContain(
      "masked",
    );
    await end("failed-reload-and-mask");
  });

  test("flushed-firewall is drift that apply restores, and so is a masked timer", async () => {
    expect(await applied("flushed-firewall")).toMatchObject({ outcome: "applied" });
    await run("nft flush ruleset; systemctl mask demo.timer");
    const desired = await desiredOf(caseProject("flushed-firewall"), place);
    await using transport = labTransport(lab);
    const { machines } = await plan(desired, { transport });
    expect(machines[0]).toMatchObject({ status: "drift" });
    expect(machines[0]!.drift.map(({ name, how }) => `${name} ${how}`).join("\n")).toMatch(
      /(?=[^]*firewall)(?=[^]*demo\.timer)/,
    );
    expect(await applied("flushed-firewall")).toMatchObject({ outcome: "applied" });
    expect((await plan(desired, { transport })).machines).toMatchObject([{ status: "same", drift: [] }]);
    expect(await run("nft list table inet troupe | grep -c chain; systemctl is-active demo.timer")).toMatch(
      /^[1-9]\d*\nactive$/,
    );
    await end("flushed-firewall");
  });

  test("unknown-target is refused by the name of the target, and nothing changes", async () => {
    const before = await run("readlink /var/lib/troupe/current");
    expect(words(await applied("unknown-target"))).toMatch(/^refused\n[^]*TRP5152[^]*multiuser\.target/);
    expect(await run("readlink /var/lib/troupe/current")).toBe(before);
  });

  test("full-disk-on-the-way-back leaves the adopted file whole", async () => {
    await run(
      "mkdir -p /etc/small; mount -t tmpfs -o size=600k tmpfs /etc/small; head -c 400000 /dev/zero | tr '\\0' a >/etc/small/a.conf",
    );
    expect(await applied("full-disk-on-the-way-back", undefined, ["small/a.conf"])).toMatchObject({
      outcome: expect.stringMatching(/^(failed-and-reverted|refused)$/),
    });
    await run(
      "rm -f /etc/small/fill; for i in $(seq 100); do test -e /var/lib/troupe/unfinished || break; sleep 1; done",
    );
    expect(await run("stat -c '%F %s' /etc/small/a.conf")).toBe("regular file 400000");
    await run("umount /etc/small; rmdir /etc/small");
  });

  test("escape-sequences of a journal reach the terminal as visible signs", async () => {
    const project = caseProject("escape-sequences", ["root@10.231.0.13", "root@alice"]);
    const { status, stdout, stderr } = await project.troupe(["apply", "--yes"], {
      env: { TROUPE_SSH: lab.sshProgram },
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining("evil")]);
    // eslint-disable-next-line no-control-regex
    expect(`${stdout}${stderr}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    await end("escape-sequences");
  });

  test("changes-by-hand are named in the plan, and restored", async () => {
    expect(await applied("changes-by-hand")).toMatchObject({ outcome: "applied" });
    await run(
      "sysctl -qw net.ipv4.ip_forward=0; rmdir /srv/kv; systemctl stop troupe-firewall; gpasswd -d kv adm; usermod -s /bin/sh eve; mkdir -p /etc/systemd/system/kv.service.d; printf '[Service]\\nNice=5\\n' >/etc/systemd/system/kv.service.d/x.conf; systemctl daemon-reload; echo b >/etc/kv.conf; chmod 777 /etc/kv.copy; hostname mallory; rm /etc/systemd/system-generators/troupe",
    );
    const desired = await desiredOf(caseProject("changes-by-hand"), place);
    await using transport = labTransport(lab);
    const names = (await plan(desired, { transport })).machines[0]!.drift.map(({ name }) => name).join("\n");
    for (const part of [
      "ip_forward",
      "/srv/kv",
      "firewall",
      "kv",
      "eve",
      "kv.service",
      "/etc/kv.conf",
      "/etc/kv.copy",
      "mallory",
      "system-generators/troupe",
    ])
      expect([part, names]).toEqual([part, expect.stringContaining(part)]);
    expect(await applied("changes-by-hand")).toMatchObject({ outcome: "applied" });
    expect((await plan(desired, { transport })).machines).toMatchObject([{ status: "same", drift: [] }]);
    await end("changes-by-hand");
  });
});
