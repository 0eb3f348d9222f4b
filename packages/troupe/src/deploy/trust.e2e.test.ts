/** Applying to a real host where a user of the host, a damaged disk or a shared file is in the way. */
import { type Lab } from "@troupe/lab";
import { describeWithHosts, useLab } from "@troupe/lab/testing";
import { formatDiagnostic } from "@troupe/modules";
import { expect, test } from "vitest";
import { rollback } from "./rollback.ts";
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
});
