/** State that versions of Troupe left on a machine, from the first version on. */
import { readdirSync } from "node:fs";
import { formatVersions } from "@troupe/linux";
import { describe, expect, it } from "vitest";
import { type AgentBox, canMakeBoxes } from "../../packages/linux/src/agent/testing/agent-box.ts";
import { apply } from "../../packages/troupe/src/deploy/apply.ts";
import { plan } from "../../packages/troupe/src/deploy/plan.ts";
import { planRollback, rollback } from "../../packages/troupe/src/deploy/rollback.ts";
import { status } from "../../packages/troupe/src/deploy/status.ts";
import { boxTransport } from "./box-transport.ts";
import { adopted, alice, ownersState, recorded, untouched, version, withoutFile } from "./recorded-machine.ts";

const versions = readdirSync(import.meta.dirname).filter((name) => name.startsWith("version-"));
const history = (box: AgentBox): readonly string[] =>
  box.run("cut -f2 /var/lib/troupe/history; readlink /var/lib/troupe/current | sed s,.*/,,").split("\n");
const content = (box: AgentBox): string => box.run(`cat /etc/${adopted}; ls /var/lib/troupe/pending 2>/dev/null`);
const applyTo = async (box: AgentBox, desired: typeof withoutFile) => {
  const transport = boxTransport(box);
  return apply(await plan([desired], { transport }), [desired], { transport });
};

it("the state of this version is recorded", () => {
  expect(versions).toContain(`version-${formatVersions.state}`);
});

describe.skipIf(!canMakeBoxes).each(versions)("(needs root) recorded state of %s", (name) => {
  it("is read: generation, history, the reverted switch, and no drift", async () => {
    using box = recorded(name, "confirmed");
    const [first, second, current] = history(box);
    const [state] = await status([alice], { transport: boxTransport(box) });
    expect(state).toMatchObject({
      reachable: true,
      current,
      history: [{ id: first }, { id: second }],
      reverted: { from: second, reason: "it was not healthy" },
      drift: [],
      diagnostics: [],
    });
    expect(current).toBe(second);
  });

  it("is planned and applied, and gives back an adopted file, an account and a kernel parameter", async () => {
    using box = recorded(name, "confirmed");
    const transport = boxTransport(box);
    const { machines } = await plan([withoutFile], { transport });
    expect(machines[0]!.diagnostics).toEqual([]);
    expect(machines[0]!.changes.map(({ action, name }) => `${action} ${name}`)).toEqual(
      expect.arrayContaining([`remove /etc/${adopted}`, "remove kv.service", "remove 192.0.2.7"]),
    );
    expect(await applyTo(box, withoutFile)).toMatchObject([{ outcome: "applied" }]);
    using before = untouched();
    expect(ownersState(box)).toBe(ownersState(before));
    expect(box.run("cat /var/lib/troupe/version")).toBe(String(formatVersions.state));
  });

  it("is rolled back to the generation before, and to nothing", async () => {
    using box = recorded(name, "confirmed");
    const transport = boxTransport(box);
    const [first] = history(box);
    const made = await planRollback([alice], { transport });
    expect(made.machines).toMatchObject([{ status: "change", generation: first, diagnostics: [] }]);
    expect(await rollback([alice], { transport, plan: made })).toMatchObject([
      { outcome: "applied", generation: first },
    ]);
    expect(content(box)).toBe("version 1");
    expect(await rollback([alice], { transport, to: "none" })).toMatchObject([
      { outcome: "applied", generation: null },
    ]);
    using before = untouched();
    expect(ownersState(box)).toBe(ownersState(before));
  });

  it("with an unconfirmed switch is told, and the switch is confirmed", async () => {
    using box = recorded(name, "unconfirmed");
    const [, before, to] = history(box);
    const [state] = await status([alice], { transport: boxTransport(box) });
    expect(state).toMatchObject({ current: to, pending: { to, from: before, by: "ann@laptop" }, diagnostics: [] });
    expect(box.ask("confirm", [to!]).end).toEqual(["confirmed"]);
    expect(content(box)).toBe("version 4");
    expect(history(box).at(-2)).toBe(to);
  });

  it("with an unconfirmed switch is reverted before another switch, which is applied", async () => {
    using box = recorded(name, "unconfirmed");
    expect(await applyTo(box, version(5))).toMatchObject([{ outcome: "applied" }]);
    expect(content(box)).toBe("version 5");
  });

  it.each([
    ["by the timer of that version", ""],
    ["by the timer after this version was staged", "staged"],
  ])("with an unconfirmed switch is reverted %s", (_, staged) => {
    using box = recorded(name, "unconfirmed");
    const to = history(box).at(-1)!;
    if (staged !== "") expect(box.stage(version(5).generation)).toBe("staged");
    box.run(`sh /var/lib/troupe/agent revert ${to} "nobody confirmed it in time"`);
    expect(content(box)).toBe("version 2");
    expect(box.run("cut -f4 /var/lib/troupe/reverted; cat /proc/sys/vm/swappiness")).toBe(
      "nobody confirmed it in time\n60",
    );
  });

  it("with an unconfirmed switch is reverted at the next boot", async () => {
    using box = recorded(name, "unconfirmed");
    box.run(
      "rm -rf /run/troupe /run/units/kv.service; sed -i 's/^boot.*/boot\\tearlier/' /var/lib/troupe/pending; sh /var/lib/troupe/agent boot",
    );
    expect(content(box)).toBe("version 2");
    expect(await applyTo(box, version(5))).toMatchObject([{ outcome: "applied" }]);
    expect(content(box)).toBe("version 5");
  });
});
