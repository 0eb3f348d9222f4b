/** The restart as the last way back, on real hosts. Nothing logs in while a machine waits for a login. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Lab } from "@troupe/lab";
import { describeWithHosts, useLab } from "@troupe/lab/testing";
import type { SystemFragment } from "@troupe/vocabulary";
import { expect, test } from "vitest";
import { demoService, desire, labTarget, planAndApply } from "./testing/lab-machines.ts";
import { killedDuring } from "./testing/killed.ts";
import { status } from "./status.ts";
import { labTransport } from "./testing/lab-machines.ts";

/** Runs a command on a host without a login. */
const inside = async (lab: Lab, host: string, command: string): Promise<string> =>
  (await lab.inside(host, command, { allowFailure: true })).stdout.trim();
/** Waits until a command succeeds there, without a login. */
async function until(lab: Lab, host: string, command: string): Promise<void> {
  while ((await inside(lab, host, `${command} && echo yes`).catch(() => "")) !== "yes") await sleep(500);
}
const bootId = "cat /proc/sys/kernel/random/boot_id";
const reverted = "! test -e /var/lib/troupe/pending && ! systemctl is-active -q 'troupe-rollback-*'";

describeWithHosts("the restart as the last way back", () => {
  const lab = useLab({ hosts: ["alice", "bob", "carol"] });
  const sshd = (host: string, text: string) =>
    desire(labTarget(host), { environment: { etc: { "ssh/sshd_config.d/10-mine.conf": { text } } } });

  test("deployer killed, an unrelated unit changed: the host does not restart", async () => {
    const before = await inside(lab, "bob", bootId);
    await killedDuring(lab, desire(labTarget("bob"), demoService("one", 1)), "confirm", { confirmSeconds: 2 });
    await until(lab, "bob", reverted);
    expect(
      await inside(lab, "bob", `${bootId}; ls /run/troupe/restart; systemctl list-units --no-legend troupe-restart*`),
    ).toBe(before);
  });

  test("deployer killed, sshd changed: a login keeps the host from restarting, and so does --no-reboot", async () => {
    const before = await inside(lab, "carol", bootId);
    await killedDuring(lab, sshd("carol", "MaxAuthTries 5\n"), "confirm", { confirmSeconds: 10 });
    await until(lab, "carol", `${reverted} && test -e /run/troupe/restart`);
    await lab.ssh("carol", "true");
    await until(lab, "carol", "! test -e /run/troupe/restart");
    await killedDuring(lab, sshd("carol", "MaxAuthTries 4\n"), "confirm", { confirmSeconds: 2, reboot: false });
    await until(lab, "carol", reverted);
    expect(await inside(lab, "carol", `${bootId}; ls /run/troupe/restart; systemctl is-active troupe-restart`)).toBe(
      `${before}\ninactive`,
    );
  });

  test("deployer killed, sshd changed: without a login the host restarts once, and says so", async () => {
    const before = await inside(lab, "bob", bootId);
    await killedDuring(lab, sshd("bob", "MaxAuthTries 5\n"), "confirm", { confirmSeconds: 3 });
    await until(lab, "bob", `systemctl is-active -q multi-user.target && ! ${bootId} | grep -q ${before}`);
    await until(lab, "bob", "systemctl is-active -q ssh");
    await using transport = labTransport(lab);
    const [state] = await status([labTarget("bob")], { transport });
    expect(state!.reverted?.reason).toBe(
      "nobody confirmed it in time, and then nobody logged in, so the machine restarted",
    );
    expect(await inside(lab, "bob", "ls /etc/ssh/sshd_config.d/10-mine.conf /var/lib/troupe/pending")).toBe("");
  });

  test("a unit that changed the address: the host restarts into the old generation and is reached again", async () => {
    const address = await inside(lab, "alice", "ip -4 -o addr show eth0 | tr -s ' ' | cut -d' ' -f4");
    // The lab gives addresses once, so that this unit stands for the host's own configuration at boot.
    await inside(
      lab,
      "alice",
      `printf '[Service]\\nType=oneshot\\nExecStart=/bin/sh -c "ip addr flush dev eth0; ip addr add ${address} dev eth0"\\n[Install]\\nWantedBy=multi-user.target\\n' >/etc/systemd/system/own-address.service; systemctl daemon-reload; systemctl enable own-address`,
    );
    const other = address.replace(/\.\d+\//, ".250/");
    const addressed: SystemFragment = {
      systemd: {
        services: {
          address: {
            wantedBy: ["multi-user.target"],
            script: `ip addr flush dev eth0; ip addr add ${other} dev eth0`,
            serviceConfig: { Type: "oneshot", RemainAfterExit: true },
          },
        },
      },
    };
    const first = await planAndApply(lab, [desire(labTarget("alice"), demoService("one", 1))]);
    expect(first.results).toMatchObject([{ outcome: "applied" }]);
    const before = await inside(lab, "alice", bootId);
    const { results } = await planAndApply(lab, [desire(labTarget("alice"), addressed)], { confirmSeconds: 5 });
    // The host may be back before the deployer gives up.
    expect(["unconfirmed", "failed-and-reverted"]).toContain(results[0]!.outcome);
    await until(lab, "alice", `systemctl is-active -q ssh && ! ${bootId} | grep -q ${before}`);
    await until(lab, "alice", `ip -4 -o addr show eth0 | grep -q ${address}`);
    const again = await planAndApply(lab, [desire(labTarget("alice"), demoService("one", 1))]);
    expect(again.plan.machines[0]).toMatchObject({ status: "same", generation: first.plan.machines[0]!.generation });
  });
});
