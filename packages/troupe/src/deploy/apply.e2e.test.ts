/** Applying to real hosts: what is promised to hold, whatever happens in between. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Lab, layer, localRepository } from "@troupe/lab";
import { describeWithHosts, useLab } from "@troupe/lab/testing";
import { formatDiagnostic } from "@troupe/modules";
import { definePackage, type SystemFragment } from "@troupe/vocabulary";
import { expect, test } from "vitest";
import { describeReason } from "./describe.ts";
import { plan } from "./plan.ts";
import type { MachinePlan } from "./model/plan.ts";
import type { ApplyEvent } from "./model/events.ts";
import type { MachineResult } from "./model/result.ts";
import { rollback } from "./rollback.ts";
import { status } from "./status.ts";
import { demoService, desire, labTarget, labTransport, planAndApply } from "./testing/lab-machines.ts";
import { killedDuring } from "./testing/killed.ts";

/** How it ended for each machine; with the problems where it did not go well. */
const outcomes = (results: readonly MachineResult[]) =>
  results.map(({ machine, outcome, diagnostics }) =>
    [
      machine,
      outcome,
      ...(outcome === "unreachable" && machine !== "nobody" ? diagnostics.map(formatDiagnostic) : []),
    ].join(" "),
  );
const codes = (results: readonly (MachineResult | MachinePlan)[]) =>
  results.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code));

/** What of /etc is not the business of accounts and caches, with the kind and the content of every file. */
const etcSnapshot = async (lab: Lab, host: string): Promise<string> => {
  const skip = "passwd|group|shadow|gshadow|subuid|subgid|ld.so.cache|.pwd.lock|.updated|mtab";
  const find = `cd /etc && find . -type d -printf '%p/\\n' -o -printf '%p %y %m %u %l ' -a \\( -type f -a -exec sha256sum {} \\; -o -printf '\\n' \\)`;
  return (await lab.ssh(host, `${find} | grep -vE '^\\./(${skip})-? ' | sort`)).stdout;
};
const run = async (lab: Lab, host: string, command: string): Promise<string> =>
  (await lab.ssh(host, command, { allowFailure: true })).stdout.trim();
const merged = (...parts: readonly SystemFragment[]): SystemFragment => {
  const merge = (a: unknown, b: unknown): unknown => {
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return b ?? a;
    const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
    return Object.fromEntries(
      [...new Set([...Object.keys(left), ...Object.keys(right)])].map((key) => [key, merge(left[key], right[key])]),
    );
  };
  return parts.reduce<unknown>(merge, {}) as SystemFragment;
};

describeWithHosts("apply", () => {
  const lab = useLab({
    hosts: [
      "alice",
      "bob",
      { name: "carol", layers: [layer("sudo", ["sudo"])] },
      { name: "dave", repository: localRepository(["redis-server"]) },
    ],
  });
  const alice = labTarget("alice");
  const bob = labTarget("bob");

  const full = (version: number, target = alice) =>
    desire(
      target,
      merged(demoService("one", version), demoService("two", 1), {
        environment: {
          etc: {
            "demo/linked.conf": { text: `version ${version}\n` },
            "demo/deep/copied.conf": { text: `version ${version}\n`, mode: "0440", user: "demo", group: "demo" },
          },
        },
        users: { users: { demo: { isSystemUser: true, group: "demo", extraGroups: ["adm"] } }, groups: { demo: {} } },
        networking: { hostName: target.machine, hosts: { "192.0.2.7": ["printer.example"] } },
        boot: { kernel: { sysctl: { "net.ipv4.ip_forward": 1 } } },
        systemd: { tmpfiles: { rules: ["d /run/demo 0750 demo demo -"] } },
        healthChecks: { version: { script: `grep -qx ${version} /run/one`, timeout: 5 } },
      }),
      { version },
    );

  test("a first apply that nobody confirms leaves nothing behind", async () => {
    const before = await etcSnapshot(lab, "alice");
    const desired = full(1);
    // The deployer dies right after the switch: it never confirms.
    await killedDuring(lab, desired, "confirm", { confirmSeconds: 5 });
    expect(await run(lab, "alice", "readlink /var/lib/troupe/current")).toMatch(/^generations\//);
    await until(lab, "alice", "! test -e /var/lib/troupe/pending");
    expect(await etcSnapshot(lab, "alice")).toBe(before);
    expect(
      await run(
        lab,
        "alice",
        "systemctl list-units --all --no-legend 'one*' 'two*'; ls /var/lib/troupe/current; sysctl -n net.ipv4.ip_forward",
      ),
    ).toBe("0");
  });

  test("the first apply, then nothing to do, then exactly what changed", async () => {
    const first = await planAndApply(lab, [full(1)]);
    expect(first.plan.machines[0]).toMatchObject({
      status: "new",
      expects: null,
      units: { start: ["one.service", "two.service"], restart: [] },
    });
    expect(outcomes(first.results)).toEqual(["alice applied"]);
    expect(
      await run(
        lab,
        "alice",
        "cat /run/one /etc/demo/linked.conf; stat -c '%U %a' /etc/demo/deep/copied.conf; getent hosts printer.example; sysctl -n net.ipv4.ip_forward; stat -c %U /run/demo; id -Gn demo",
      ),
    ).toMatchInlineSnapshot(`
      "1
      version 1
      demo 440
      192.0.2.7       printer.example
      1
      demo
      demo adm"
    `);

    const again = await planAndApply(lab, [full(1)]);
    expect(again.plan.machines[0]).toMatchObject({ status: "same", changes: [], drift: [] });
    expect(outcomes(again.results)).toEqual(["alice nothing-to-do"]);

    const two = await run(lab, "alice", "systemctl show -p InvocationID two.service");
    const second = await planAndApply(lab, [full(2)]);
    expect(readable(second.plan.machines[0]!)).toMatchInlineSnapshot(`
      [
        "change etc /etc/demo/deep/copied.conf",
        "-version 1",
        "+version 2",
        "because instance one, role server: its settings changed: version 1 → 2",
        "change etc /etc/demo/linked.conf",
        "-version 1",
        "+version 2",
        "because instance one, role server: its settings changed: version 1 → 2",
        "change unit one.service",
        "-ExecStart=/bin/sh -c 'echo 1 > /run/one; exec sleep infinity'",
        "+ExecStart=/bin/sh -c 'echo 2 > /run/one; exec sleep infinity'",
        "because instance one, role server: its settings changed: version 1 → 2",
        "change health version",
        "-grep -qx 1 /run/one",
        "+grep -qx 2 /run/one",
        "because instance one, role server: its settings changed: version 1 → 2",
      ]
    `);
    expect(second.results[0]).toMatchObject({ outcome: "applied", units: [{ step: "restart", unit: "one.service" }] });
    expect(second.plan.machines[0]!.units.restart).toEqual(["one.service"]);
    expect(
      await run(lab, "alice", "cat /run/one /etc/demo/deep/copied.conf; systemctl show -p InvocationID two.service"),
    ).toBe(`2\nversion 2\n${two}`);
  });

  test("an unhealthy generation is reverted by the machine, and says why", async () => {
    const desired = desire(alice, demoService("one", "broken"));
    const { results } = await planAndApply(lab, [desired]);
    expect(outcomes(results)).toEqual(["alice failed-and-reverted"]);
    expect(formatDiagnostic(results[0]!.diagnostics[0]!)).toContain("cannot work");
    expect(codes(results)).toEqual(["TRP5204"]);
    expect(await run(lab, "alice", "cat /run/one; systemctl is-active one two; cat /etc/demo/linked.conf")).toBe(
      "2\nactive\nactive\nversion 2",
    );
  });

  test("rollback goes back, and forward again", async () => {
    await using transport = labTransport(lab);
    expect(outcomes(await rollback([alice], { transport }))).toEqual(["alice applied"]);
    expect(await run(lab, "alice", "cat /run/one /etc/demo/deep/copied.conf")).toBe("1\nversion 1");
    expect(outcomes(await rollback([alice], { transport }))).toEqual(["alice applied"]);
    expect(await run(lab, "alice", "cat /run/one")).toBe("2");
    const [state] = await status([alice], { transport });
    expect(state).toMatchObject({ reachable: true, current: full(2).generation.id, drift: [] });
    expect(state!.history.length).toBeGreaterThan(3);
    expect(codes(await rollback([alice], { transport, to: "ffff" }))).toEqual(["TRP5211"]);
  });

  test("manual changes are found, shown and restored", async () => {
    await run(
      lab,
      "alice",
      "echo by hand > /etc/demo/linked.conf; rm /etc/demo/deep/copied.conf; systemctl stop two; sed -i /printer/d /etc/hosts",
    );
    const { plan, results } = await planAndApply(lab, [full(2)]);
    expect(plan.machines[0]!.status).toBe("drift");
    expect(plan.machines[0]!.drift.map(({ kind, name, how }) => `${kind} ${name} ${how}`)).toMatchInlineSnapshot(`
      [
        "etc /etc/demo/deep/copied.conf is missing",
        "etc /etc/demo/linked.conf has other content",
        "hosts /etc/hosts has other lines between Troupe's marks",
        "unit two.service is inactive (dead)",
      ]
    `);
    expect(outcomes(results)).toEqual(["alice applied"]);
    expect(
      await run(
        lab,
        "alice",
        "cat /etc/demo/linked.conf /etc/demo/deep/copied.conf; systemctl is-active two; getent hosts printer.example | wc -l",
      ),
    ).toBe("version 2\nversion 2\nactive\n1");
  });

  test("a firewall that locks us out is taken back by the timer", async () => {
    const locked = desire(
      bob,
      merged(demoService("one", 1), {
        // The plan cannot know that the machine is reached over another interface.
        networking: { firewall: { enable: true, interfaces: { wg0: { allowedTCPPorts: [22] } } } },
      }),
    );
    await planAndApply(lab, [desire(bob, demoService("one", 1))]);
    const events: ApplyEvent[] = [];
    const { results } = await planAndApply(lab, [locked], { confirmSeconds: 4, events: (event) => events.push(event) });
    expect(outcomes(results)).toEqual(["bob failed-and-reverted"]);
    expect(codes(results)).toEqual(["TRP5207"]);
    expect(await run(lab, "bob", "nft list tables; cat /run/one")).toBe("1");
  });

  test("a restart before the confirmation boots the old generation, one after it the new", async () => {
    const [old, young] = [full(1, bob), full(2, bob)];
    expect(outcomes((await planAndApply(lab, [old])).results)).toEqual(["bob applied"]);
    const before = await etcSnapshot(lab, "bob");
    await killedDuring(lab, young, "confirm", { confirmSeconds: 100 });
    expect(await run(lab, "bob", "cat /run/one")).toBe("2");
    await lab.reboot("bob");
    expect(
      await run(
        lab,
        "bob",
        "cat /run/one /etc/demo/deep/copied.conf; ls /var/lib/troupe/pending; systemctl --failed --no-legend",
      ),
    ).toBe("1\nversion 1");
    expect(await etcSnapshot(lab, "bob")).toBe(before);
    expect(outcomes((await planAndApply(lab, [young])).results)).toEqual(["bob applied"]);
    await lab.kill("bob");
    await lab.start("bob");
    expect(
      await run(
        lab,
        "bob",
        "cat /run/one; sysctl -n net.ipv4.ip_forward; stat -c %U /run/demo; systemctl --failed --no-legend",
      ),
    ).toBe("2\n1\ndemo");
    expect((await planAndApply(lab, [young])).plan.machines[0]!.status).toBe("same");
  });

  test("a deployer killed at any moment leaves the old or the new, and the next apply completes", async () => {
    const versions = { stage: 3, switch: 4, confirm: 5 } as const;
    for (const [phase, version] of Object.entries(versions)) {
      await killedDuring(lab, full(version), phase, { confirmSeconds: 60 });
      expect(["2", "3", "4", "5"]).toContain(await run(lab, "alice", "cat /run/one"));
      const { results } = await planAndApply(lab, [full(version)]);
      expect(outcomes(results)).toEqual(["alice applied"]);
      expect(await run(lab, "alice", "cat /run/one; ls /var/lib/troupe/pending")).toBe(String(version));
    }
    // Another generation than the one that was left behind: it is taken back first.
    await killedDuring(lab, full(6), "confirm", { confirmSeconds: 60 });
    const { plan, results } = await planAndApply(lab, [full(7)]);
    expect(plan.machines[0]).toMatchObject({ expects: full(5).generation.id, pending: { to: full(6).generation.id } });
    expect(results[0]).toMatchObject({ outcome: "applied", units: [{ step: "restart", unit: "one.service" }] });
    expect(await run(lab, "alice", "cat /run/one")).toBe("7");
    // Five confirmed generations are kept, the one before among them.
    const kept = await run(lab, "alice", "ls /var/lib/troupe/generations");
    expect(kept).toContain(full(5).generation.id);
    expect(kept).not.toContain(full(1).generation.id);
  });

  test("files that Troupe did not write are refused, adopted, and given back", async () => {
    await run(
      lab,
      "bob",
      "echo mine > /etc/motd; chmod 600 /etc/motd; echo '[Service]' > /etc/systemd/system/three.service",
    );
    const plain = full(2, bob);
    const config = merged(demoService("one", 2), demoService("three", 1), {
      environment: { etc: { motd: { text: "Troupe's\n" } } },
    });
    const desired = desire(bob, config);
    const refused = await planAndApply(lab, [desired]);
    expect(refused.plan.machines[0]!.status).toBe("conflict");
    expect(refused.plan.machines[0]!.diagnostics.map(formatDiagnostic)).toMatchInlineSnapshot(`
      [
        "TRP5101 The configuration puts a file at /etc/motd on bob, where there is a file that Troupe did not write.
        hint: Move it away or change the configuration; or take it over with --adopt /etc/motd: the original is kept, and given back when Troupe's file goes away.",
        "TRP5102 The configuration declares three.service, but /etc/systemd/system/three.service on bob, which Troupe did not write, would win over it.
        hint: Remove that file, or have it put aside with --adopt /etc/systemd/system/three.service; it is given back when the unit is no longer declared.",
      ]
    `);
    expect(outcomes(refused.results)).toEqual(["bob refused"]);
    expect(await run(lab, "bob", "cat /etc/motd")).toBe("mine");

    const adopted = await planAndApply(lab, [desired], { adopt: ["/etc/motd", "/etc/systemd/system/three.service"] });
    expect(outcomes(adopted.results)).toEqual(["bob applied"]);
    expect(await run(lab, "bob", "cat /etc/motd /run/three")).toBe("Troupe's\n1");
    expect((await planAndApply(lab, [desired])).plan.machines[0]!.status).toBe("same");

    expect(outcomes((await planAndApply(lab, [plain])).results)).toEqual(["bob applied"]);
    expect(
      await run(
        lab,
        "bob",
        "cat /etc/motd; stat -c %a /etc/motd; cat /etc/systemd/system/three.service; ls /var/lib/troupe/originals/etc/motd",
      ),
    ).toBe("mine\n600\n[Service]");
    expect((await planAndApply(lab, [plain])).plan.machines[0]!.status).toBe("same");
  });

  test("with /var on a file system of its own, units start at boot all the same", async () => {
    expect(outcomes((await planAndApply(lab, [full(2, bob)])).results)).toEqual(["bob nothing-to-do"]);
    await run(
      lab,
      "bob",
      `cp -a /var/lib/troupe /srv/troupe && find /var/lib/troupe -mindepth 1 -delete &&
      printf '[Mount]\\nWhat=/srv/troupe\\nWhere=/var/lib/troupe\\nOptions=bind\\n[Install]\\nWantedBy=local-fs.target\\n' > /etc/systemd/system/var-lib-troupe.mount &&
      systemctl enable var-lib-troupe.mount`,
    );
    await lab.reboot("bob");
    await until(lab, "bob", "systemctl is-active -q one.service two.service");
    expect(
      await run(
        lab,
        "bob",
        "mountpoint -q /var/lib/troupe && echo mounted; cat /run/one; systemctl --failed --no-legend",
      ),
    ).toBe("mounted\n2");
    expect((await planAndApply(lab, [full(2, bob)])).plan.machines[0]!.status).toBe("same");
  });

  test("a file that appears after the plan stops the apply", async () => {
    const desired = desire(
      bob,
      merged(demoService("one", 2), { environment: { etc: { "late.conf": { text: "ours\n" } } } }),
    );
    const { results } = await planAndApply(lab, [desired], {
      between: async () => void (await run(lab, "bob", "echo theirs > /etc/late.conf")),
    });
    expect(codes(results)).toEqual(["TRP5201"]);
    expect(await run(lab, "bob", "cat /etc/late.conf; rm /etc/late.conf")).toBe("theirs");
  });

  test("packages are installed with their own units off, and an interrupted installation is completed", async () => {
    const redis = definePackage({ debian: "redis-server", nixpkgs: "redis" });
    const dave = labTarget("dave");
    const desired = desire(dave, {
      environment: { systemPackages: [redis] },
      systemd: {
        services: {
          kv: {
            wantedBy: ["multi-user.target"],
            serviceConfig: { ExecStart: `${redis.bin("redis-server")} --port 7000 --save ""`, DynamicUser: true },
          },
        },
      },
    });
    await killedDuring(lab, desired, "install", {});
    await lab.kill("dave");
    await lab.start("dave");
    const { plan, results } = await planAndApply(lab, [desired]);
    expect(plan.machines[0]).toMatchObject({ status: "new", units: { start: ["kv.service"] } });
    expect(outcomes(results)).toEqual(["dave applied"]);
    expect(
      await run(
        lab,
        "dave",
        "systemctl is-active kv redis-server; systemctl is-enabled redis-server; ls /usr/sbin/policy-rc.d; redis-cli -p 7000 ping",
      ),
    ).toBe("active\ninactive\ndisabled\nPONG");
    const unknown = desire(dave, {
      environment: { systemPackages: [definePackage({ debian: "no-such-package", nixpkgs: "x" })] },
    });
    const failed = await planAndApply(lab, [unknown]);
    expect([codes(failed.plan.machines), codes(failed.results)]).toEqual([["TRP5105"], ["TRP5209"]]);
    expect(await run(lab, "dave", "systemctl is-active kv")).toBe("active");
  });

  test("an ordinary user with sudo", async () => {
    const carol = labTarget("carol", { user: "deploy", sudo: true });
    await run(
      lab,
      "carol",
      "useradd -m -s /bin/sh deploy && mkdir ~deploy/.ssh && cp ~/.ssh/authorized_keys ~deploy/.ssh && chown -R deploy ~deploy/.ssh",
    );
    const desired = desire(carol, demoService("one", 1));
    const refused = await planAndApply(lab, [desired]);
    expect(refused.plan.machines[0]!.diagnostics.map(formatDiagnostic)).toMatchInlineSnapshot(`
      [
        "TRP5006 deploy cannot become root on carol (deploy@carol) without being asked: a password is required.
        hint: On the machine, allow it: echo 'deploy ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/troupe. Or connect as root: deploy.targetHost "root@…".",
      ]
    `);
    await run(lab, "carol", "echo 'deploy ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/deploy");
    expect(outcomes((await planAndApply(lab, [desired])).results)).toEqual(["carol applied"]);
    expect(await run(lab, "carol", "cat /run/one")).toBe("1");
  });

  test("no machine is switched if one cannot be, unless --partial is given", async () => {
    const desired = [full(8), desire(labTarget("nobody", { host: "10.231.0.99" }), {})];
    const held = await planAndApply(lab, desired);
    expect([outcomes(held.results), codes(held.results)]).toEqual([
      ["alice refused", "nobody unreachable"],
      ["TRP5210", "TRP5001"],
    ]);
    const partial = await planAndApply(lab, desired, { partial: true });
    expect(outcomes(partial.results)).toEqual(["alice applied", "nobody unreachable"]);
  });

  test("the plug pulled at any moment of a switch: the old generation or the new, whole, and the next apply completes", async () => {
    const target = labTarget("dave");
    const version = (number: number) =>
      desire(
        target,
        merged(demoService("one", number), {
          environment: { etc: { "one.conf": { text: `${number}\n`, mode: "0644" } } },
        }),
      );
    expect(outcomes((await planAndApply(lab, [version(0)])).results)).toEqual(["dave applied"]);
    for (const [index, delay] of [100, 300, 600].entries()) {
      const cut = new AbortController();
      const { results } = await planAndApply(lab, [version(index + 1)], {
        signal: cut.signal,
        events: (event) => {
          if (event.kind === "phase" && event.phase === "switch")
            setTimeout(() => void lab.kill("dave").then(() => cut.abort()), delay);
        },
      });
      expect(outcomes(results)).toEqual(["dave unconfirmed"]);
      await lab.start("dave");
      expect(
        await run(
          lab,
          "dave",
          "cat /run/one /etc/one.conf; ls /var/lib/troupe/pending; systemctl --failed --no-legend",
        ),
      ).toBe(`${index}\n${index}`);
      expect(outcomes((await planAndApply(lab, [version(index + 1)])).results)).toEqual(["dave applied"]);
    }
  });

  test("two deployers at once: one of them wins, the other one is told", async () => {
    const both = await Promise.all([11, 12].map((version) => planAndApply(lab, [full(version)])));
    expect(both.flatMap(({ results }) => outcomes(results)).toSorted()).toEqual(["alice applied", "alice refused"]);
    expect(both.flatMap(({ results }) => codes(results))).toEqual(["TRP5201"]);
    expect(["11", "12"]).toContain(await run(lab, "alice", "cat /run/one"));
  });

  test("a disk that is full", async () => {
    const carol = labTarget("carol");
    await run(lab, "carol", "mount -t tmpfs -o size=64k tmpfs /var/lib/troupe/generations");
    const large = desire(
      carol,
      merged(demoService("one", 1), { environment: { etc: { large: { text: "large\n".repeat(100_000) } } } }),
    );
    const before = await run(lab, "carol", "cat /run/one; ls /etc");
    const { results } = await planAndApply(lab, [large]);
    expect([outcomes(results), codes(results)]).toEqual([["carol refused"], ["TRP5203"]]);
    expect(formatDiagnostic(results[0]!.diagnostics[0]!)).toContain("No space left on device");
    expect(
      await run(
        lab,
        "carol",
        "ls -A /var/lib/troupe/generations; umount /var/lib/troupe/generations; cat /run/one; ls /etc",
      ),
    ).toBe(before);
    expect(outcomes((await planAndApply(lab, [large])).results)).toEqual(["carol applied"]);
  });

  test("a link that is cut in the middle of a switch", async () => {
    const slow = desire(
      bob,
      merged(demoService("one", 3), { healthChecks: { slow: { script: "sleep 3", timeout: 20 } } }),
    );
    const cutting: ApplyEvent[] = [];
    const { results } = await planAndApply(lab, [slow], {
      confirmSeconds: 2,
      startSeconds: 5,
      events: (event) => {
        if (event.kind === "phase" && event.phase === "health" && cutting.push(event) === 1)
          void lab
            .cut("bob")
            .then(() => sleep(6000))
            .then(() => lab.heal("bob"));
      },
    });
    expect(outcomes(results)).toEqual(["bob failed-and-reverted"]);
    expect(await run(lab, "bob", "cat /run/one")).toBe("2");
  });

  test("says what is wrong with a machine that cannot be reached", async () => {
    const text = async (
      target: Partial<Parameters<typeof labTarget>[1]>,
      ssh: readonly string[] = [lab.sshProgram],
    ) => {
      await using transport = labTransport(lab, { ssh, connectTimeout: 1 });
      const { machines } = await plan([desire(labTarget("alice", target), {})], { transport });
      return machines[0]!.diagnostics
        .map(formatDiagnostic)
        .join("\n")
        .replaceAll(/SHA256:\S+/g, "SHA256:…")
        .replaceAll(lab.knownHosts, "KNOWN_HOSTS");
    };
    const prefix = [...lab.execPrefix, "ssh", "-F", "none", "-i", lab.sshKey, "-l", "root"];
    const bobsKey = (await run(lab, "bob", "cut -d' ' -f1,2 /etc/ssh/ssh_host_ed25519_key.pub")).trim();
    await lab.exec(["sh", "-c", `echo "${lab.hosts[0]!.address} ${bobsKey}" > ${lab.knownHosts}.changed`]);
    const site = { file: "troupe.ts", line: 3, label: "machine alice" };
    expect({
      silent: await text({ host: "10.231.0.99", site }),
      refused: await text({ port: 2222 }),
      name: await text({ host: "alice.invalid" }),
      login: await text({ user: "nobody" }),
      unknown: await text({ host: lab.hosts[0]!.address }, [...prefix, "-o", "UserKnownHostsFile=/dev/null"]),
      changed: await text({ host: lab.hosts[0]!.address }, [
        ...prefix,
        "-o",
        `UserKnownHostsFile=${lab.knownHosts}.changed`,
      ]),
      program: await text({}, ["/nonexistent/ssh"]).catch((error: Error) => error.message),
    }).toMatchInlineSnapshot(`
      {
        "changed": "TRP5004 alice (10.231.0.11) shows another key than the one this computer knows: ED25519 SHA256:… Either the machine was set up anew, or something else answers in its place.
        hint: Compare the key on the machine's own console (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub). If it is the same, forget the old one: ssh-keygen -f "KNOWN_HOSTS.changed" -R "10.231.0.11"",
        "login": "TRP5003 alice (nobody@alice) refuses to let nobody in; it would accept: publickey,password. Troupe never types a password.
        hint: Put a key of yours on the machine (ssh-copy-id nobody@alice), or load it into your agent (ssh-add).",
        "name": "TRP5002 The address of alice, alice.invalid, is not known: the name does not resolve to any address.
        hint: Set the machine's \`address\` or \`deploy.targetHost\` to a name or an address that this computer knows, or name it in ~/.ssh/config.",
        "program": "TRP5000 /nonexistent/ssh cannot be run: there is no such program here.
        hint: Install the OpenSSH client; the environment variable TROUPE_SSH may name another program to use.",
        "refused": "TRP5001 alice (alice:2222) cannot be reached: Connection refused at port 2222.
        hint: Is it running, and is this its address? Try: ssh -p 2222 alice",
        "silent": "TRP5001 alice (10.231.0.99) cannot be reached: Connection timed out at port 22.
        at troupe.ts:3 (machine alice)
        hint: Is it running, and is this its address? Try: ssh 10.231.0.99",
        "unknown": "TRP5005 The key of alice (10.231.0.11) is not known to this computer, so another machine could pretend to be it.
        hint: Connect once by hand and compare the fingerprint it shows: ssh 10.231.0.11",
      }
    `);
  });
});

/** Waits for a condition on a host. */
async function until(lab: Lab, host: string, condition: string): Promise<void> {
  await lab.ssh(host, `until ${condition}; do sleep 0.1; done`);
}

/** The plan as lines. */
function readable(plan: MachinePlan): readonly string[] {
  return plan.changes.flatMap((change) => [
    `${change.action} ${change.kind} ${change.name}${change.notes === undefined ? "" : ` (${change.notes.join(", ")})`}`,
    ...(change.diff ?? "").split("\n").filter((line) => /^[-+] ?[^-+]/.test(line)),
    ...change.why.map((reason) => `because ${describeReason(reason)}`),
  ]);
}
