import { formatDiagnostic } from "@troupe/modules";
import { expect, test } from "vitest";
import { emptyPlan } from "../deploy/empty-plan.ts";
import { desire, labTarget } from "../deploy/testing/lab-machines.ts";
import { testProject } from "../testing/project.ts";
import { loadCommands } from "./app.ts";
import { parallelOf, unusedConsent } from "./consent.ts";
import { consentFlags } from "./flags.ts";

const target = labTarget("web");
const desired = desire(target, {
  environment: { etc: { "ntp.conf": { text: "x\n" } } },
  systemd: { services: { kv: { serviceConfig: { ExecStart: "/bin/true" } } } },
});
const machine = {
  ...emptyPlan(target),
  runs: "store",
  packages: { install: ["redis"], unneeded: [], removals: ["keydb"] },
};
const flags = {
  adopt: ["ntp.conf", "/etc/systemd/system/kv.service", "/etc/ntpd.conf"],
  takeover: ["store", "sore"],
  allowRemoval: ["keydb", "keydbb"],
};

test("consent that the plan has no use for is told, with the name that may be meant", async () => {
  const problems = await unusedConsent({ version: 1, machines: [machine] }, [desired], flags);
  expect(problems.map(formatDiagnostic).join("\n")).toMatchInlineSnapshot(`
    "TRP6016 --adopt /etc/ntpd.conf changes nothing: no machine of this plan declares /etc/ntpd.conf.
      hint: Did you mean "/etc/ntp.conf"?
    TRP6016 --takeover sore changes nothing: no host of this plan runs the configuration of a machine sore.
      hint: Did you mean "store"?
    TRP6016 --allow-removal keydbb changes nothing: no installation of this plan removes keydbb.
      hint: Did you mean "keydb"?"
  `);
});

test("consent for a machine that did not answer may be of use", async () => {
  const silent = { ...emptyPlan(target), status: "unreachable" } as const;
  const problems = await unusedConsent({ version: 1, machines: [silent] }, [desired], flags);
  expect(problems.map(({ message }) => message)).toEqual([expect.stringMatching(/^--adopt /)]);
});

test("plan accepts every flag of consent that apply accepts", async () => {
  const { plan, apply } = await loadCommands(undefined);
  for (const command of [plan!, apply!]) expect(command.flags).toMatchObject(consentFlags);
});

test("--parallel is a number from 1 on", () => {
  expect([parallelOf({}), parallelOf({ parallel: "4" })]).toEqual([undefined, 4]);
  for (const parallel of ["0", "many", "-1", "1e3"]) expect(() => parallelOf({ parallel })).toThrow("TRP6015");
});

test("plan --adopt of a path that nothing declares is told", async () => {
  const project = testProject({ "inventory.json": '{ "machines": { "alice": {} } }' });
  const { status, stderr } = await project.troupe(["plan", "--offline", "--adopt", "motd"]);
  expect([status, stderr]).toEqual([
    0,
    expect.stringContaining("--adopt motd changes nothing: no machine of this plan declares /etc/motd."),
  ]);
});
