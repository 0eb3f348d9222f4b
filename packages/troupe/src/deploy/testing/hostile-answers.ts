/**
 * For tests: answers of a machine whose root is hostile, and what must hold for other machines whatever the hostile
 * machine answers.
 */
import { gzipSync } from "node:zlib";
import { printManifest } from "@troupe/linux";
import fc from "fast-check";
import { expect } from "vitest";
import type { ExecRequest, ExecResult, Target, Transport } from "../../remote/transport.ts";
import { apply } from "../apply.ts";
import type { DesiredMachine } from "../model/plan.ts";
import { plan } from "../plan.ts";
import { rollback } from "../rollback.ts";
import { status } from "../status.ts";
import { desire, labTarget } from "./lab-machines.ts";

const good = labTarget("good", { user: "root", host: "192.0.2.1" });
const evil = labTarget("evil", { user: "root", host: "192.0.2.2" });
const config = { environment: { etc: { motd: { text: "hello\n" } } } };
/** The desired machines: the hostile one first. */
export const desired = [
  desire(evil, config, {}),
  desire(good, config, {}),
] as const satisfies readonly DesiredMachine[];
const targets = [evil, good];
const onNixos = { ...evil, class: "nixos" };

/** The result of a command with this output. */
export const ended = (stdout: string, more: Partial<ExecResult> = {}): ExecResult => ({
  code: 0,
  stdout,
  stderr: "",
  timedOut: false,
  ...more,
});
/** A complete answer of the agent script with these lines. */
export const answer = (...lines: readonly string[]): ExecResult =>
  ended(["", "troupe-agent\t1", ...lines, "end\tok", ""].join("\n"));
export const goodAnswer = answer("system\tdebian\t12\tDebian", "systemd\t252", "apt", "current\t-");

/** A transport to a good machine, and to a machine that gives the results of `hostile`. */
export const transportTo = (hostile: (request: ExecRequest) => ExecResult): Transport => ({
  exec: (target: Target, request: ExecRequest) =>
    Promise.resolve(target.machine === "good" ? goodAnswer : hostile(request)),
  close: () => Promise.resolve(),
});

/** Packs a text as the agent script does. */
export const pack = (data: string | Uint8Array): string => gzipSync(data).toString("base64");

/** Plans and reads the states with a hostile machine; returns the hostile machine's codes. */
export async function look(hostile: ExecResult): Promise<readonly (string | undefined)[]> {
  const transport = transportTo(() => hostile);
  const planned = await plan(desired, { transport });
  expect(planned.machines[1]).toMatchObject({ machine: "good", status: "new", diagnostics: [] });
  const states = await status(targets, { transport });
  expect(states[1]).toMatchObject({ machine: "good", reachable: true, current: null, diagnostics: [] });
  for (const state of states) for (const { time } of state.history) new Date(time * 1000).toISOString();
  expect(JSON.stringify([planned.machines[1], states[1]])).not.toContain("evil");
  const [, nixosNeighbour] = await status([onNixos, good], { transport });
  expect(nixosNeighbour).toEqual(states[1]);
  const results = await rollback(targets, { transport });
  expect(results[1]).toMatchObject({ machine: "good", outcome: "refused" });
  return [planned.machines[0]!.status, planned.machines[0]!.diagnostics[0]?.code, states[0]!.diagnostics[0]?.code];
}

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
const packed = fc.oneof(damaged(manifest), damaged(reasons), fc.json(), fc.constantFrom(manifest, reasons)).map(pack);
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
export const hostileResult: fc.Arbitrary<ExecResult> = fc.record({
  code: fc.constantFrom(0, 0, 0, 7, null),
  stdout: fc.oneof({ arbitrary: stdout, weight: 9 }, text),
  stderr: fc.oneof(
    text,
    fc.constantFrom("Permission denied (", "Could not resolve hostname ", "sudo: ", "IDENTIFICATION HAS CHANGED"),
  ),
  timedOut: fc.constantFrom(false, false, false, true),
});

const verbOf = ({ command }: ExecRequest): string => / troupe (\w+)/.exec(command)![1]!;
const goodEnds: { readonly [verb: string]: string } = {
  stage: "staged",
  switch: "pending\t30",
  confirm: "confirmed",
};

/** Applies with a hostile machine that answers to one verb, and expects that the good machine is applied. */
export async function applyWith(verb: "stage" | "switch" | "confirm", hostile: ExecResult): Promise<void> {
  const transport: Transport = {
    exec: (target, request) => {
      const asked = verbOf(request);
      if (asked === "probe") return Promise.resolve(goodAnswer);
      if (target.machine === "evil" && asked === verb) return Promise.resolve(hostile);
      // A deployer that does not know how far the switch came asks for its confirmation.
      const end = target.machine === "evil" && asked === "confirm" ? "reverted" : goodEnds[asked];
      return Promise.resolve(ended(`troupe-agent\t1\nend\t${end}\n`));
    },
    close: () => Promise.resolve(),
  };
  const planned = await plan(desired, { transport });
  const results = await apply(planned, desired, { transport, partial: true });
  expect(results[1]).toMatchObject({ machine: "good", outcome: "applied", diagnostics: [] });
  expect(results[0]!.machine).toBe("evil");
}

/** The laws: nothing is thrown, and no other machine's plan, state or result changes. */
export async function holdForAnyAnswer(numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(hostileResult, async (hostile) => {
      await look(hostile);
    }),
    { numRuns },
  );
  await fc.assert(fc.asyncProperty(fc.constantFrom("stage", "switch"), hostileResult, applyWith), { numRuns });
}
