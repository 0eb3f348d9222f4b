import { expect, test } from "vitest";
import { emptyPlan } from "../../deploy/empty-plan.ts";
import type { SwitchReach } from "../../deploy/model/plan.ts";
import { labTarget } from "../../deploy/testing/lab-machines.ts";
import { renderPlan } from "./plan.ts";

const shown = (reach: SwitchReach, options = {}) =>
  renderPlan(
    { version: 1, machines: [{ ...emptyPlan(labTarget("alice")), status: "change", reach }] },
    { style: (_, text) => text, width: 200, tableWidth: 200 },
    { full: false, ...options },
  );

test("a plan says what of the way in changes, that sshd restarts, and what a switch does not test", () => {
  const reach = { road: ["accounts", "network", "sshd"], restartsSshd: true, untested: ["/etc/fstab"] };
  expect(shown(reach)).toMatchInlineSnapshot(`
    "alice  changes
      sshd restarts; connections that are open stay
      changes the way in (accounts, network configuration, sshd): if nobody confirms the switch, and nobody logs in once the machine took it back, it restarts (--no-reboot)
      not tested by the switch, because it is read at boot: /etc/fstab

    Plan for 1 machine: 1 to change."
  `);
  expect(shown(reach, { noReboot: true })).not.toContain("way in");
  expect(shown({ road: [], restartsSshd: false, untested: [] })).toMatchInlineSnapshot(`
    "alice  changes

    Plan for 1 machine: 1 to change."
  `);
});
