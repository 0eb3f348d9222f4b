import { gzipSync } from "node:zlib";
import { printManifest } from "@troupe/linux";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ExecRequest, ExecResult, Target, Transport } from "../remote/transport.ts";
import { apply } from "./apply.ts";
import type { DesiredMachine } from "./model/plan.ts";
import { plan } from "./plan.ts";
import { rollback } from "./rollback.ts";
import { status } from "./status.ts";
import { desire, labTarget } from "./testing/lab-machines.ts";

const good = labTarget("good", { user: "root", host: "192.0.2.1" });
const evil = labTarget("evil", { user: "root", host: "192.0.2.2" });
const config = { environment: { etc: { motd: { text: "hello\n" } } } };
const desired = [desire(evil, config, {}), desire(good, config, {})] as const satisfies readonly DesiredMachine[];
const targets = [evil, good];

const ended = (stdout: string, more: Partial<ExecResult> = {}): ExecResult => ({
  code: 0,
  stdout,
  stderr: "",
  timedOut: false,
  ...more,
});
const answer = (...lines: readonly string[]): ExecResult =>
  ended(["", "troupe-agent\t1", ...lines, "end\tok", ""].join("\n"));
const goodAnswer = answer("system\tdebian\t12\tDebian", "systemd\t252", "apt", "current\t-");

/** A transport to a good machine, and to a machine that gives the results of `hostile`. */
const transportTo = (hostile: (request: ExecRequest) => ExecResult): Transport => ({
  exec: (target: Target, request: ExecRequest) =>
    Promise.resolve(target.machine === "good" ? goodAnswer : hostile(request)),
  close: () => Promise.resolve(),
});

const pack = (data: string | Uint8Array): string => gzipSync(data).toString("base64");

/** Plans and reads the states with a hostile machine; returns the hostile machine's codes. */
async function look(hostile: ExecResult): Promise<readonly (string | undefined)[]> {
  const transport = transportTo(() => hostile);
  const planned = await plan(desired, { transport });
  expect(planned.machines[1]).toMatchObject({ machine: "good", status: "new", diagnostics: [] });
  const states = await status(targets, { transport });
  expect(states[1]).toMatchObject({ machine: "good", reachable: true, current: null, diagnostics: [] });
  for (const state of states) for (const { time } of state.history) new Date(time * 1000).toISOString();
  expect(JSON.stringify([planned.machines[1], states[1]])).not.toContain("evil");
  const results = await rollback(targets, { transport });
  expect(results[1]).toMatchObject({ machine: "good", outcome: "refused" });
  return [planned.machines[0]!.status, planned.machines[0]!.diagnostics[0]?.code, states[0]!.diagnostics[0]?.code];
}

describe("an answer that cannot be used is a diagnostic of its machine, and other machines have their plans", () => {
  test.each<readonly [name: string, answer: ExecResult]>([
    ["data that is not gzip", answer("manifest\tAAAA")],
    ["a manifest of another form", answer(`manifest\t${pack("hello\n")}`)],
    ["a manifest without lines", answer(`manifest\t${pack("")}`)],
    ["provenance that is not JSON", answer(`provenance\t${pack("nope")}`)],
    ["provenance of another form", answer("current\tabc", `provenance\t${pack("{}")}`)],
    [
      "provenance with other values",
      answer(`provenance\t${pack(JSON.stringify({ version: 1, entries: { a: 1 }, contributors: { b: null } }))}`),
    ],
    ["200 MB behind a small gzip", answer(`manifest\t${pack(Buffer.alloc(200_000_000))}`)],
  ])("%s", async (_, hostile) => {
    expect(await look(hostile)).toEqual(["blocked", "TRP5012", "TRP5012"]);
  });

  test("too much output", async () => {
    expect(await look(ended("troupe-agent\t1\n", { code: null, overflowed: true }))).toEqual([
      "blocked",
      "TRP5011",
      "TRP5011",
    ]);
  });

  test("the message names the machine", async () => {
    const { machines } = await plan(desired, { transport: transportTo(() => answer("manifest\tAAAA")) });
    expect(machines[0]!.diagnostics[0]!.message).toBe(
      "evil (root@192.0.2.2) reports a state that Troupe cannot read: incorrect header check.",
    );
  });
});

test(
  "any answer: nothing is thrown, and no other machine's plan, state or result changes",
  { timeout: 300_000 },
  async () => {
    const { generation, provenance } = desired[0];
    const [manifest, reasons] = [printManifest(generation.manifest), JSON.stringify(provenance)];
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 30 }),
      fc.constantFrom("-", "0", "-1", "1e400", "NaN", "__proto__", "etc", "unit"),
    );
    /** A text with one part replaced. */
    const damaged = (whole: string) =>
      fc
        .tuple(fc.nat(whole.length), fc.nat(20), text)
        .map(([at, length, part]) => whole.slice(0, at) + part + whole.slice(at + length));
    const packed = fc
      .oneof(damaged(manifest), damaged(reasons), fc.json(), fc.constantFrom(manifest, reasons))
      .map(pack);
    const field = fc.oneof(text, packed, fc.base64String(), fc.constant(generation.id));
    const words = [
      "system",
      "systemd",
      "current",
      "pending",
      "reverted",
      "history",
      "unit",
      "drift",
      "foreign",
      "missing",
      "available",
      "machine",
      "package",
      "unresolved",
      "passwd",
    ];
    const more = [
      "group",
      "manifest",
      "provenance",
      "content",
      "hostname",
      "apt",
      "lists",
      "end",
      "log",
      "failed",
      "did",
      "off",
      "phase",
    ];
    const line = fc
      .tuple(fc.constantFrom(...words, ...more, "__proto__"), fc.array(field, { maxLength: 7 }))
      .map(([word, fields]) => [word, ...fields].join("\t"));
    const stdout = fc
      .array(fc.oneof({ arbitrary: line, weight: 9 }, text), { maxLength: 12 })
      .map((lines) => answer(...lines).stdout);
    const result: fc.Arbitrary<ExecResult> = fc.record({
      code: fc.constantFrom(0, 0, 0, 7, null),
      stdout: fc.oneof({ arbitrary: stdout, weight: 9 }, text),
      stderr: fc.oneof(
        text,
        fc.constantFrom("Permission denied (", "Could not resolve hostname ", "sudo: ", "IDENTIFICATION HAS CHANGED"),
      ),
      timedOut: fc.constantFrom(false, false, false, true),
    });
    await fc.assert(
      fc.asyncProperty(result, async (hostile) => {
        await look(hostile);
      }),
      { numRuns: Number(process.env["FUZZ_RUNS"] ?? 300) },
    );
  },
);

test(
  "a machine that answers nonsense to the confirmation does not hold up the apply",
  { timeout: 60_000 },
  async () => {
    const verbOf = ({ command }: ExecRequest): string => / troupe (\w+)/.exec(command)![1]!;
    const transport: Transport = {
      exec: (_, request) => {
        const end = { stage: "staged", switch: "pending\t30" }[verbOf(request)] ?? "maybe";
        return Promise.resolve(verbOf(request) === "probe" ? goodAnswer : ended(`troupe-agent\t1\nend\t${end}\n`));
      },
      close: () => Promise.resolve(),
    };
    const planned = await plan(desired.slice(0, 1), { transport });
    const [result] = await apply(planned, desired.slice(0, 1), { transport, confirmSeconds: 1 });
    expect(result).toMatchObject({ machine: "evil", outcome: "unconfirmed" });
  },
);
