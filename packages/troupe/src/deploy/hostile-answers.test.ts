import { describe, expect, test } from "vitest";
import type { ExecRequest, ExecResult, Transport } from "../remote/transport.ts";
import { apply } from "./apply.ts";
import { plan } from "./plan.ts";
import {
  answer,
  desired,
  ended,
  goodAnswer,
  holdForAnyAnswer,
  look,
  pack,
  transportTo,
} from "./testing/hostile-answers.ts";

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

test("any answer: nothing is thrown, and no other machine's plan, state or result changes", { timeout: 300_000 }, () =>
  holdForAnyAnswer(Number(process.env["FUZZ_RUNS"] ?? 300)),
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
