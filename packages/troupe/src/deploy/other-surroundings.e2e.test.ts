/** Applying to hosts in other surroundings: a host that speaks Turkish, and a network without IPv4. */
import { layer } from "@troupe/lab";
import { describeWithHosts, useLab } from "@troupe/lab/testing";
import type { SystemFragment } from "@troupe/vocabulary";
import { expect, test } from "vitest";
import { plan } from "./plan.ts";
import { rollback } from "./rollback.ts";
import { status } from "./status.ts";
import { demoService, desire, labTarget, labTransport, planAndApply } from "./testing/lab-machines.ts";

const alice = labTarget("alice");

describeWithHosts("a host that speaks Turkish, with names in UTF-8", () => {
  const lab = useLab({ hosts: [{ name: "alice", layers: [layer("locales", ["locales"])] }] });
  const run = async (command: string): Promise<string> =>
    (await lab.ssh("alice", command, { allowFailure: true })).stdout.trim();
  const version = (number: number): SystemFragment => ({
    ...demoService("iz", number),
    environment: {
      etc: {
        "İstanbul/ılık çay.conf": { text: `sürüm ${number}: İıŞş\n` },
        "ğ.conf": { text: `I=i ${number}\n`, mode: "0640" },
      },
    },
    users: { users: { isik: { isNormalUser: true, description: "Şule Işık" } } },
    networking: { hosts: { "192.0.2.7": ["izmir"] } },
  });

  test("is planned, applied, found to have drifted, and rolled back to nothing", async () => {
    await run(
      "localedef -i tr_TR -f UTF-8 tr_TR.UTF-8; for file in /etc/default/locale /etc/environment /etc/locale.conf; do printf 'LANG=tr_TR.UTF-8\\nLC_ALL=tr_TR.UTF-8\\n' >$file; done; systemctl set-environment LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8; systemctl restart ssh; printf 'eski\\n' >/etc/ğ.conf; chmod 600 /etc/ğ.conf",
    );
    // The host does speak Turkish: its messages, and the lower case of I.
    expect(
      await run("locale -k LC_IDENTIFICATION | grep -c Turkish; printf 'I' | awk '{ print tolower($0) }' | wc -c"),
    ).toMatch(/^[1-9]/);
    const adopt = ["ğ.conf"];
    expect((await planAndApply(lab, [desire(alice, version(1))], { adopt })).results).toMatchObject([
      { outcome: "applied", diagnostics: [] },
    ]);
    await run("echo başka >'/etc/İstanbul/ılık çay.conf'");
    const { plan: made, results } = await planAndApply(lab, [desire(alice, version(2))]);
    expect(made.machines[0]!.drift).toMatchObject([{ name: "/etc/İstanbul/ılık çay.conf" }]);
    expect(results).toMatchObject([{ outcome: "applied", diagnostics: [] }]);
    expect(await run("cat '/etc/İstanbul/ılık çay.conf' /etc/ğ.conf /run/iz; getent passwd isik | cut -d: -f5")).toBe(
      "sürüm 2: İıŞş\nI=i 2\n2\nŞule Işık",
    );
    await using transport = labTransport(lab);
    const [state] = await status([alice], { transport });
    expect(state).toMatchObject({ reachable: true, drift: [], diagnostics: [] });
    expect((await plan([desire(alice, version(2))], { transport })).machines).toMatchObject([{ status: "same" }]);
    expect(await rollback([alice], { transport, to: "none" })).toMatchObject([
      { outcome: "applied", generation: null },
    ]);
    expect(await run("cat /etc/ğ.conf; stat -c %a /etc/ğ.conf; ls -d /etc/İstanbul")).toBe("eski\n600");
  });
});

describeWithHosts("a network without IPv4", () => {
  const lab = useLab({ hosts: ["alice"], ipv6: true });
  const run = async (command: string): Promise<string> =>
    (await lab.ssh("alice", command, { allowFailure: true })).stdout.trim();
  const version = (number: number): SystemFragment => ({
    ...demoService("kv", number),
    networking: { hosts: { "fd00::7": ["printer"] }, firewall: { enable: true, allowedTCPPorts: [22] } },
  });

  test("has its machines applied, with a firewall, and rolled back", async () => {
    expect(await run("ip -4 -o address show scope global")).toBe("");
    for (const number of [1, 2])
      expect((await planAndApply(lab, [desire(alice, version(number))])).results).toMatchObject([
        { outcome: "applied", diagnostics: [] },
      ]);
    expect(await run("cat /run/kv; getent ahosts printer | head -n 1 | cut -d' ' -f1")).toBe("2\nfd00::7");
    await using transport = labTransport(lab);
    expect(await rollback([alice], { transport })).toMatchObject([
      { outcome: "applied", generation: desire(alice, version(1)).generation.id },
    ]);
    expect(await run("cat /run/kv")).toBe("1");
  });
});
