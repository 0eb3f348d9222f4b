/** Changes by hand of each kind of managed thing: the plan names them, applying restores them. */
import type { Lab } from "@troupe/lab";
import { describeWithHosts, useLab } from "@troupe/lab/testing";
import { expect, test } from "vitest";
import { desire, labTarget, labTransport, planAndApply } from "./testing/lab-machines.ts";
import { status } from "./status.ts";

const run = async (lab: Lab, command: string): Promise<string> =>
  (await lab.ssh("alice", command, { allowFailure: true })).stdout.trim();

/** A change by hand, and the words of the plan about it. */
type Edit = readonly [what: string, command: string, drift: string];

const edits: readonly Edit[] = [
  ["content of a file", "echo by hand >/etc/kv.conf", "/etc/kv.conf has other content"],
  ["a file that is gone", "rm /etc/kv.copy", "/etc/kv.copy is missing"],
  ["mode of a file", "chmod 666 /etc/kv.mode", "/etc/kv.mode has another mode or owner"],
  ["owner of a file", "chown nobody /etc/kv.owner", "/etc/kv.owner has another mode or owner"],
  ["a link in place of a file", "ln -sf /etc/passwd /etc/kv.link", "/etc/kv.link is not Troupe's file any more"],
  ["lines of /etc/hosts", "sed -i /printer/d /etc/hosts", "/etc/hosts has other lines between Troupe's marks"],
  ["the host name", "hostname other", "other is not alice"],
  ["a kernel parameter", "echo 0 >/proc/sys/net/ipv4/ip_forward", "net.ipv4.ip_forward is 0 instead of 1"],
  [
    "a parameter with a dot in a part",
    "echo 0 >/proc/sys/net/ipv4/conf/lo/rp_filter",
    "net.ipv4.conf.lo.rp_filter is 0 instead of 2",
  ],
  ["mode of a directory", "chmod 777 /srv/kv", "/srv/kv has the mode 0777 instead of 0750"],
  ["owner of a directory", "chown nobody /srv/kv2", "/srv/kv2 has the owner nobody:root instead of root:root"],
  ["a directory that is gone", "rmdir /srv/kv3", "/srv/kv3 is missing"],
  ["the firewall", "nft flush ruleset", "the firewall is not loaded"],
  ["a unit that is stopped", "systemctl stop kv", "kv.service is inactive (dead)"],
  ["the shell of a user", "usermod -s /bin/sh ann", "ann"],
  ["a membership", "gpasswd -d ann adm", "ann"],
  ["the generator", "echo exit >>/etc/systemd/system-generators/troupe", "system-generators/troupe has other content"],
  ["the unit for the boot", "rm /etc/systemd/system/troupe-boot.service", "troupe-boot.service is missing or masked"],
];

describeWithHosts("changes by hand", () => {
  const lab = useLab({ hosts: ["alice"] });
  const alice = labTarget("alice");
  const desired = desire(alice, {
    boot: { kernel: { sysctl: { "net.ipv4.ip_forward": 1, "net.ipv4.conf.*.rp_filter": 2 } } },
    environment: {
      etc: {
        "kv.conf": { text: "a\n" },
        "kv.copy": { text: "a\n" },
        "kv.link": { text: "a\n" },
        "kv.mode": { text: "a\n", mode: "0640", user: "root", group: "root" },
        "kv.owner": { text: "a\n", mode: "0640", user: "root", group: "root" },
      },
    },
    networking: {
      hostName: "alice",
      hosts: { "192.0.2.7": ["printer"] },
      firewall: { enable: true, allowedTCPPorts: [22] },
    },
    systemd: {
      tmpfiles: { rules: ["d /srv/kv 0750 root root -", "d /srv/kv2 0755 root root", "d /srv/kv3"] },
      services: { kv: { wantedBy: ["multi-user.target"], serviceConfig: { ExecStart: "/bin/sleep infinity" } } },
    },
    users: { users: { ann: { isNormalUser: true, extraGroups: ["adm"], shell: "/bin/bash" } } },
  });
  const drift = async () => {
    await using transport = labTransport(lab);
    const [state] = await status([alice], { transport });
    return state!.drift.map(({ name, how }) => `${name} ${how}`);
  };

  const readParameter = "cat /proc/sys/net/ipv4/conf/lo/rp_filter";
  let parameterBefore = "";

  test("nothing differs right after an apply", async () => {
    parameterBefore = await run(lab, readParameter);
    expect((await planAndApply(lab, [desired])).results).toMatchObject([{ outcome: "applied" }]);
    expect(await drift()).toEqual([]);
  });

  test("each kind is named, all of them restored, and then there is nothing to do", async () => {
    const problems = await run(lab, edits.map(([what, command]) => `${command} || echo failed: ${what}`).join("\n"));
    expect(problems.split("\n").filter((line) => line.startsWith("failed"))).toEqual([]);
    const { plan, results } = await planAndApply(lab, [desired]);
    const told = plan.machines[0]!.drift.map(({ name, how }) => `${name} ${how}`);
    const unseen = edits.filter(([, , words]) => !told.some((line) => line.includes(words)));
    expect(unseen, told.join("\n")).toEqual([]);
    expect(results).toMatchObject([{ outcome: "applied" }]);
    expect(await drift()).toEqual([]);
    expect(await run(lab, "nft list table inet troupe | grep -c dport; sysctl -n net.ipv4.ip_forward; uname -n")).toBe(
      "2\n1\nalice",
    );
    expect((await planAndApply(lab, [desired])).plan.machines[0]).toMatchObject({ status: "same", drift: [] });
  });

  test.for([
    ["another rule", "nft add rule inet troupe input-allow tcp dport 8080 accept", "the firewall has other rules"],
    ["the unit is stopped", "systemctl stop troupe-firewall", "the firewall is not loaded"],
    ["Debian's nftables is started", "systemctl start nftables", "the firewall is not loaded"],
  ] as const)("the firewall: %s", async ([, command, words]) => {
    const before = await run(lab, "nft -s list table inet troupe");
    await run(lab, command);
    const { plan } = await planAndApply(lab, [desired]);
    expect(plan.machines[0]!.drift.map(({ name, how }) => `${name} ${how}`).join("\n")).toContain(words);
    expect(await run(lab, "nft -s list table inet troupe")).toBe(before);
    expect(await drift()).toEqual([]);
  });

  test("what a program like cloud-init writes at boot is restored after it, without a deployer", async () => {
    await run(
      lab,
      `cat >/etc/systemd/system/cloud-final.service <<'END'
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh -c "sleep 1; echo 127.0.0.1 localhost >/etc/hosts; hostname cloud; echo 0 >/proc/sys/net/ipv4/ip_forward; nft flush ruleset"
[Install]
WantedBy=multi-user.target
END
systemctl enable -q cloud-final`,
    );
    await lab.reboot("alice");
    await run(lab, "systemctl start --wait troupe-assert; systemctl is-system-running --wait");
    expect(await run(lab, "systemctl show -P Result cloud-final troupe-assert | sort -u")).toBe("success");
    expect(await drift()).toEqual([]);
    expect(await run(lab, "getent hosts printer; uname -n; systemctl --failed --no-legend")).toContain("192.0.2.7");
  });

  test("the names, parameters and firewall from before come back when they are no longer declared", async () => {
    await run(lab, "systemctl disable -q cloud-final; rm /etc/systemd/system/cloud-final.service");
    const empty = desire(alice, {});
    expect((await planAndApply(lab, [empty])).results).toMatchObject([{ outcome: "applied" }]);
    expect(await run(lab, "nft list tables; grep -c troupe /etc/hosts; ls /run/troupe-firewall")).toBe("0");
    expect(await run(lab, readParameter)).toBe(parameterBefore);
  });
});
