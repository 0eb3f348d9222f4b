/** Applying to a real host where a user of the host, a damaged disk or a shared file is in the way. */
import { type Lab } from "@troupe/lab";
import { describeWithHosts, useLab } from "@troupe/lab/testing";
import { formatDiagnostic } from "@troupe/modules";
import { expect, test } from "vitest";
import { rollback } from "./rollback.ts";
import { status } from "./status.ts";
import { desire, labTarget, labTransport, planAndApply } from "./testing/lab-machines.ts";
import { killedDuring } from "./testing/killed.ts";

const run = async (lab: Lab, command: string): Promise<string> =>
  (await lab.ssh("alice", command, { allowFailure: true })).stdout.trim();

describeWithHosts("trust", () => {
  const lab = useLab({ hosts: ["alice"] });
  const alice = labTarget("alice");
  const version = (number: number) => desire(alice, { environment: { etc: { v: { text: `${number}\n` } } } });

  test("no user can hold the lock, and a revert that waits for it and is killed happens all the same", async () => {
    expect((await planAndApply(lab, [version(1)])).results).toMatchObject([{ outcome: "applied" }]);
    expect(
      await run(
        lab,
        "for path in /run/troupe/lock /var/lib/troupe/lock; do setpriv --reuid 65534 --clear-groups flock -n $path echo held; done",
      ),
    ).toBe("");
    await killedDuring(lab, version(2), "confirm", { confirmSeconds: 2 });
    // A holder of the lock, for longer than the window.
    await run(lab, "systemd-run -q flock /run/troupe/lock sleep 6");
    await run(
      lab,
      "until systemctl is-active -q 'troupe-rollback-*.service'; do sleep 0.1; done; systemctl kill -s KILL 'troupe-rollback-*.service'",
    );
    expect(await run(lab, "cat /etc/v; ls /var/lib/troupe/pending")).toBe("2\n/var/lib/troupe/pending");
    await run(lab, "for i in $(seq 200); do test -e /var/lib/troupe/pending || break; sleep 0.1; done");
    expect(
      await run(
        lab,
        "cat /etc/v; ls /var/lib/troupe/pending; systemctl list-units --all --no-legend 'troupe-rollback-*'",
      ),
    ).toBe("1");
  });

  test("a rollback to a damaged generation is refused by name, and applying repairs it", async () => {
    expect((await planAndApply(lab, [version(2)])).results).toMatchObject([{ outcome: "applied" }]);
    await using transport = labTransport(lab);
    await run(lab, `echo EVIL > /var/lib/troupe/generations/${version(1).generation.id}/etc/v`);
    const [refused] = await rollback([alice], { transport });
    expect(refused).toMatchObject({ outcome: "refused" });
    expect(
      refused!.diagnostics
        .map(formatDiagnostic)
        .join("\n")
        .replaceAll(/[0-9a-f]{12}/g, "ID"),
    ).toMatchInlineSnapshot(`
      "TRP5216 The generation ID on alice is not what was staged: etc/v differs. Nothing was changed.
        hint: Apply sends a generation again; rollback --to switches to another one. Look at the machine's disk: is it full, or failing?"
    `);
    expect(await run(lab, "cat /etc/v")).toBe("2");
    expect((await planAndApply(lab, [version(1)])).results).toMatchObject([{ outcome: "applied" }]);
    expect(await run(lab, "cat /etc/v")).toBe("1");
  });

  test("a link at /etc/hosts stays, and marks that do not pair are named in the plan", async () => {
    const hosts = (name: string) => desire(alice, { networking: { hosts: { "192.0.2.7": [name] } } });
    await run(lab, "printf '127.0.0.1 localhost' > /run/hosts.real; ln -sf /run/hosts.real /etc/hosts");
    expect((await planAndApply(lab, [hosts("printer")])).results).toMatchObject([{ outcome: "applied" }]);
    expect(
      await run(lab, "stat -c '%F' /etc/hosts; stat -L -c %a /etc/hosts; getent hosts printer localhost | wc -l"),
    ).toBe("symbolic link\n644\n2");
    await run(lab, "sed -i '/troupe end/d' /run/hosts.real; echo '192.0.2.99 precious' >> /run/hosts.real");
    const { plan, results } = await planAndApply(lab, [hosts("scanner")]);
    expect(plan.machines[0]!.diagnostics.map(formatDiagnostic).join("\n")).toMatchInlineSnapshot(`
      "TRP5215 Troupe cannot edit /etc/hosts on alice: its marks "# troupe begin" and "# troupe end" are not one pair, so lines of the machine's owner could be deleted. Nothing was changed.
        hint: Make "# troupe begin" and "# troupe end" one pair around the lines that Troupe wrote, or delete these lines and all marks. Plan again."
    `);
    expect(results).toMatchObject([{ outcome: "refused" }]);
    expect(await run(lab, "tail -n 1 /etc/hosts")).toBe("192.0.2.99 precious");
    await run(lab, "sed -i '/troupe begin/,/printer/d' /run/hosts.real");
    expect((await planAndApply(lab, [hosts("scanner")])).results).toMatchObject([{ outcome: "applied" }]);
    expect(await run(lab, "getent hosts scanner precious | wc -l")).toBe("2");
  });

  test("a switch whose processes are killed goes back at once, and its cause is told", async () => {
    const slow = desire(alice, {
      environment: { etc: { v: { text: "3\n" } } },
      healthChecks: { slow: { script: "sleep 1; false", timeout: 60 } },
    });
    const { results } = await planAndApply(lab, [slow], {
      events: (event) => {
        if (event.kind === "phase" && event.phase === "health")
          void run(lab, "systemctl kill -s KILL troupe-activate.service");
      },
    });
    expect(results).toMatchObject([{ outcome: "failed-and-reverted", diagnostics: [{ code: "TRP5206" }] }]);
    expect(await run(lab, "cut -f4 /var/lib/troupe/reverted; ls /var/lib/troupe/pending")).toBe("it broke off");
  });

  test("a health check that ignores SIGTERM is ended, and named", async () => {
    const stubborn = desire(alice, {
      healthChecks: { stubborn: { script: 'trap "" TERM; sleep 100 & wait; sleep 100; sleep 100', timeout: 2 } },
    });
    const { results } = await planAndApply(lab, [stubborn]);
    expect(results).toMatchObject([{ outcome: "failed-and-reverted", diagnostics: [{ code: "TRP5205" }] }]);
  });

  test("a read-only disk is told as such, and does not keep the machine from being read", async () => {
    await run(lab, "mount --bind /var/lib/troupe /var/lib/troupe && mount -o remount,bind,ro /var/lib/troupe");
    await using transport = labTransport(lab);
    expect(await status([alice], { transport })).toMatchObject([{ reachable: true, diagnostics: [] }]);
    const { results } = await planAndApply(lab, [version(4)]);
    await run(lab, "umount /var/lib/troupe");
    expect(results).toMatchObject([{ outcome: "refused", diagnostics: [{ code: "TRP5013" }] }]);
    expect(results[0]!.diagnostics[0]!.message).toContain("Read-only file system");
  });

  test("a machine without dbus is switched, goes back, and takes a switch back that nobody confirms", async () => {
    await run(lab, "systemctl mask -q --now dbus.socket dbus.service; rm -f /run/dbus/system_bus_socket");
    expect(
      await run(
        lab,
        "systemctl is-active -q dbus.service dbus.socket || test -e /run/dbus/system_bus_socket || echo none",
      ),
    ).toBe("none");
    expect((await planAndApply(lab, [version(5)])).results).toMatchObject([{ outcome: "applied" }]);
    const broken = desire(alice, { healthChecks: { never: { script: "false", timeout: 1 } } });
    expect((await planAndApply(lab, [broken])).results).toMatchObject([
      { outcome: "failed-and-reverted", diagnostics: [{ code: "TRP5205" }] },
    ]);
    expect(await run(lab, "cat /etc/v")).toBe("5");
    await killedDuring(lab, version(6), "confirm", { confirmSeconds: 2 });
    await run(lab, "for i in $(seq 200); do test -e /var/lib/troupe/pending || break; sleep 0.1; done");
    expect(await run(lab, "cat /etc/v; cut -f4 /var/lib/troupe/reverted")).toBe("5\nnobody confirmed it in time");
  });
});
