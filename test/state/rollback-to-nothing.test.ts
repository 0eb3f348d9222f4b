/** The rollback to the state before the first apply, and the plan of a rollback. */
import { describe, expect, it } from "vitest";
import { agentBox, canMakeBoxes } from "../../packages/linux/src/agent/testing/agent-box.ts";
import { apply } from "../../packages/troupe/src/deploy/apply.ts";
import { plan } from "../../packages/troupe/src/deploy/plan.ts";
import { planRollback, rollback } from "../../packages/troupe/src/deploy/rollback.ts";
import { status } from "../../packages/troupe/src/deploy/status.ts";
import { desire, labTarget } from "../../packages/troupe/src/deploy/testing/lab-machines.ts";
import { boxTransport } from "./box-transport.ts";

const target = labTarget("alice");
const version = (number: number) =>
  desire(target, {
    environment: { etc: { "app/main.conf": { text: `version ${number}\n`, mode: "0640" }, own: { text: "own\n" } } },
    networking: { hosts: { "192.0.2.7": ["printer"] } },
    systemd: {
      services: { kv: { wantedBy: ["multi-user.target"], serviceConfig: { ExecStart: `/bin/sleep ${number}00` } } },
    },
  });

/** Everything of a box's /etc, with modes and digests. */
const etcOf = (box: ReturnType<typeof agentBox>): string =>
  box.run(
    "cd /etc && find . -name alternatives -prune -o -printf '%y %m %U:%G %l %p\\n' | sort; find . -name alternatives -prune -o -type f -print | sort | xargs sha256sum",
  );

describe.skipIf(!canMakeBoxes)("(needs root) a rollback", () => {
  it("to nothing gives back everything from before the first apply, and a second one goes forward again", async () => {
    using box = agentBox();
    const transport = boxTransport(box);
    box.run(
      "mkdir /etc/app; echo mine >/etc/app/main.conf; chmod 600 /etc/app/main.conf; echo '127.0.0.1 localhost' >/etc/hosts",
    );
    const before = etcOf(box);
    for (const number of [1, 2]) {
      const desired = [version(number)];
      const made = await plan(desired, { transport, adopt: ["app/main.conf"] });
      expect(await apply(made, desired, { transport })).toMatchObject([{ outcome: "applied" }]);
    }
    const made = await planRollback([target], { transport, to: "none" });
    expect(made.machines).toMatchObject([{ status: "change", generation: null, diagnostics: [] }]);
    expect(made.machines[0]!.changes.map(({ action, name }) => `${action} ${name}`)).toEqual([
      "remove 192.0.2.7",
      "remove /etc/app/main.conf",
      "remove /etc/own",
      "remove kv.service",
    ]);
    expect(made.machines[0]!.units.stop).toEqual(["kv.service"]);
    expect(await rollback([target], { transport, to: "none", plan: made })).toMatchObject([
      { outcome: "applied", generation: null },
    ]);
    expect(etcOf(box)).toBe(before);
    expect(await status([target], { transport })).toMatchObject([
      { reachable: true, current: null, drift: [], diagnostics: [] },
    ]);
    expect(await rollback([target], { transport, to: "none" })).toMatchObject([{ outcome: "nothing-to-do" }]);
    // The default is the generation from before.
    expect(await rollback([target], { transport })).toMatchObject([
      { outcome: "applied", generation: version(2).generation.id },
    ]);
    expect(box.run("cat /etc/app/main.conf")).toBe("version 2");
  });

  it("shows its plan, and refuses a machine that has changed since", async () => {
    using box = agentBox();
    const transport = boxTransport(box);
    for (const number of [1, 2]) {
      const desired = [version(number)];
      expect(await apply(await plan(desired, { transport }), desired, { transport })).toMatchObject([
        { outcome: "applied" },
      ]);
    }
    const made = await planRollback([target], { transport });
    expect(made.machines).toMatchObject([
      { status: "change", generation: version(1).generation.id, expects: version(2).generation.id, diagnostics: [] },
    ]);
    expect(made.machines[0]!.changes.map(({ action, name, diff }) => [action, name, diff])).toEqual([
      ["change", "/etc/app/main.conf", expect.stringContaining("-version 2\n+version 1\n")],
      ["change", "kv.service", expect.stringContaining("+ExecStart=/bin/sleep 100\n")],
    ]);
    const desired = [version(3)];
    await apply(await plan(desired, { transport }), desired, { transport });
    expect(await rollback([target], { transport, plan: made })).toMatchObject([
      { outcome: "refused", diagnostics: [{ code: "TRP5201" }] },
    ]);
    expect(box.run("cat /etc/app/main.conf")).toBe("version 3");
  });

  it("to nothing ends at the next boot if a power cut came after its commit", () => {
    using box = agentBox();
    const { generation } = version(1);
    box.apply(generation);
    const before = box.run("ls /etc/systemd/system /etc/systemd/system-generators");
    expect(before).toContain("troupe-boot.service");
    expect(box.ask("switch", ["-", generation.id, "2", "60", "ann"]).end?.[0]).toBe("pending");
    box.call("remove_boot_files() { exit 9; }; confirm -");
    expect(box.run("ls /etc/systemd/system")).toContain("troupe-boot.service");
    box.run("sh /var/lib/troupe/agent boot");
    expect(box.run("ls -d /etc/systemd 2>&1")).toContain("No such file");
  });
});
