import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { agentScript, makeGeneration, type Manifest, printManifest, type UnitEntry } from "@troupe/linux";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { socketService, type UnitFacts, unitSteps } from "./units.ts";

/** A machine on which all units are as the generation before has them. */
const noFacts: UnitFacts = { troubled: [], redefined: new Set(), serviceOf: () => undefined };

const manifestWith = (units: readonly UnitEntry[], masks: readonly string[] = []): Manifest => {
  const files = [
    ...units.map((unit) => [`units/${unit.name}`, "x"] as const),
    ...masks.map((name) => [`units/${name}`, ""] as const),
  ];
  const content = {
    machine: "a",
    units,
    etc: [],
    hosts: [],
    wants: [],
    packages: [],
    groups: [],
    users: [],
    tmpfiles: [],
    sysctl: [],
    health: [],
    state: [],
  };
  return makeGeneration(
    content,
    new Map(files.map(([path, text]) => [path, { bytes: Buffer.from(text), mode: 0o644 }])),
  ).manifest;
};
const unit = (name: string, rest: Partial<UnitEntry> = {}): UnitEntry => ({
  name,
  hash: "0".repeat(16),
  change: "restart",
  start: true,
  ...rest,
});

it("units that are new, gone, changed and masked", () => {
  const [old, young] = ["0".repeat(16), "1".repeat(16)];
  const before = manifestWith([
    unit("gone.service"),
    unit("same.service"),
    unit("changed.service"),
    unit("quiet.service", { start: false }),
    unit("kept.service"),
  ]);
  const after = manifestWith(
    [
      unit("same.service"),
      unit("new.service"),
      unit("changed.service", { hash: young }),
      unit("quiet.service", { start: false, hash: young }),
      unit("kept.service", { hash: young, change: "keep" }),
    ],
    ["masked.service"],
  );
  expect(unitSteps(before, after, noFacts)).toEqual({
    stop: ["gone.service", "masked.service"],
    start: ["new.service"],
    restart: ["changed.service"],
    reload: [],
    restartIfRunning: ["quiet.service"],
    startIfEnabled: [],
  });
  const reloading = (hash: string) => manifestWith([unit("r.service", { hash })]);
  expect(unitSteps(reloading(`${old}+${old}`), reloading(`${old}+${young}`), noFacts).reload).toEqual(["r.service"]);
  expect(unitSteps(reloading(`${old}+${old}`), reloading(`${young}+${young}`), noFacts).restart).toEqual(["r.service"]);
});

const hash = fc.constantFrom(
  "0".repeat(16),
  "1".repeat(16),
  `${"0".repeat(16)}+${"2".repeat(16)}`,
  `${"0".repeat(16)}+${"3".repeat(16)}`,
);
const manifests = fc
  .uniqueArray(
    fc
      .record({
        name: fc.constantFrom("a.service", "a-b.service", "a@.service", "a@x.service", "B.timer", "c.socket"),
        hash,
        change: fc.constantFrom("restart" as const, "reload" as const, "keep" as const, "next-run" as const),
        start: fc.boolean(),
      })
      .map((unit) => ({ ...unit, start: unit.start && unit.change !== "next-run" })),
    { selector: (unit) => unit.name },
  )
  .map((units) => manifestWith(units));

/** The agent's own idea, from its script: one "STEP NAME" a line. */
function agentSteps(folder: string, before: Manifest, after: Manifest): readonly string[] {
  writeFileSync(join(folder, "from"), printManifest(before));
  writeFileSync(join(folder, "to"), printManifest(after));
  const functions = agentScript
    .slice(0, agentScript.indexOf("\nverb="))
    .replace("run_dir=/run/troupe\n", `run_dir=${folder}\n`);
  const { stdout, stderr } = spawnSync("sh", ["-c", `${functions}\nunit_steps ${folder}/from ${folder}/to`], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((line) => line !== "");
}

it("the plan says what the agent does", () => {
  const folder = mkdtempSync(join(tmpdir(), "troupe-test-"));
  const words: Record<string, string> = {
    restart: "restart",
    reload: "reload",
    "try-restart": "restartIfRunning",
    "try-reload": "restartIfRunning",
    stop: "stop",
  };
  try {
    fc.assert(
      fc.property(manifests, manifests, (before, after) => {
        const lines = agentSteps(folder, before, after).map((line) => line.split("\t") as [string, string]);
        const started = new Set(lines.flatMap(([step, name]) => (step === "new" ? [name] : [])));
        const agent = lines.flatMap(([step, name]) =>
          words[step] === undefined || (started.has(name) && step === "restart") ? [] : [`${words[step]} ${name}`],
        );
        const steps = unitSteps(before, after, noFacts);
        const planned = (["restart", "reload", "restartIfRunning", "stop"] as const).flatMap((step) =>
          steps[step].map((name) => `${step} ${name}`),
        );
        expect(agent.toSorted()).toEqual(planned.toSorted());
        // What is up already is not started, so the plan's list is what is new or was not to be up before.
        for (const name of started) expect(steps.start).toContain(name);
      }),
      { numRuns: 25 },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("a changed socket restarts its service if that runs, unless each connection has its own", () => {
  const socket = (hash: string, text: string) =>
    unitSteps(
      manifestWith([unit("kv.socket"), unit("kv.service", { start: false })]),
      manifestWith([unit("kv.socket", { hash }), unit("kv.service", { start: false })]),
      { ...noFacts, serviceOf: (name) => socketService(name, text) },
    );
  const other = "1".repeat(16);
  expect(socket(other, "[Socket]\nListenStream=1\n")).toMatchObject({
    restart: ["kv.socket"],
    restartIfRunning: ["kv.service"],
  });
  expect(socket(other, "[Socket]\nService=web.service\n").restartIfRunning).toEqual(["web.service"]);
  expect(socket(other, "[Socket]\nAccept=yes\n").restartIfRunning).toEqual([]);
});

it("a job of a timer is neither stopped nor restarted, and a unit that is no longer masked starts if enabled", () => {
  const job = (hash: string) => manifestWith([unit("job.service", { hash, change: "next-run", start: false })]);
  const none = { stop: [], start: [], restart: [], reload: [], restartIfRunning: [], startIfEnabled: [] };
  expect(unitSteps(job("0".repeat(16)), job("1".repeat(16)), noFacts)).toEqual(none);
  expect(unitSteps(job("0".repeat(16)), manifestWith([]), noFacts)).toEqual(none);
  expect(unitSteps(manifestWith([], ["ssh.service"]), manifestWith([]), noFacts)).toEqual({
    ...none,
    startIfEnabled: ["ssh.service"],
  });
});
