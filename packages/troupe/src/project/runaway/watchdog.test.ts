/** Endless code in every place where project code runs: the processes must end by themselves. */
import { describe, expect, test, vi } from "vitest";
import { testProject } from "../../testing/project.ts";

vi.setConfig({ testTimeout: 60_000 });

const env = { TROUPE_TIME_LIMIT: "0.5" };

/** A project whose troupe.ts has this service, used on alice and bob; `first` stands at its top. */
function project(service: string, first = "") {
  return testProject({
    "troupe.ts": `import { defineInventory, defineService, lazy, mkIf, option, system, t } from "troupe";
${first}
const forever = (): never => {
  for (;;) ;
};
const s = defineService({
  manifest: { name: "s" },
  ${service}
});
export default defineInventory({ services: { s }, machines: { alice: {}, bob: {} } }).instances({
  main: { service: "s", roles: { r: { machines: ["alice", "bob"] } } },
});
`,
  });
}

async function errorText(service: string, first?: string, args: readonly string[] = ["check"]): Promise<string> {
  const { status, stdout, stderr } = await project(service, first).troupe(args, { env });
  expect(status).toBe(1);
  expect(stdout).toBe("");
  return stderr;
}

const role = (perInstance: string) => `roles: { r: { perInstance: ${perInstance} } },`;

describe("endless code is reported with its place:", () => {
  test("a loop at the top level", async () => {
    expect(await errorText(role("() => ({})"), "while (true) {}")).toMatchInlineSnapshot(`
      "error TRP4009  Code in troupe.ts has been running for 0.5 s and does not come to an end.
        at troupe.ts:2:1
           2 │ while (true) {}
             │ ^
        → Look for a loop without an end here. If it only needs longer, give it more time, in seconds:
          TROUPE_TIME_LIMIT=3

      1 error"
    `);
  });

  test("a loop in perInstance", async () => {
    expect(await errorText(role("() => { for (;;) ; }"))).toMatchInlineSnapshot(`
      "error TRP4009  perInstance of role "r" of service "s" (instance main, machine alice) has been
        running for 0.5 s and does not come to an end.
        at troupe.ts:8:38
           8 │   roles: { r: { perInstance: () => { for (;;) ; } } },
             │                                      ^
        → Look for a loop without an end here. If it only needs longer, give it more time, in seconds:
          TROUPE_TIME_LIMIT=3

      1 error"
    `);
  });

  test("a loop in perMachine", async () => {
    expect(await errorText(`${role("() => ({})")} perMachine: () => forever(),`)).toMatchInlineSnapshot(`
      "error TRP4009  perMachine of service "s" (machine alice) has been running for 0.5 s and does not
        come to an end.
        at troupe.ts:4:3
           4 │   for (;;) ;
             │   ^
        → Look for a loop without an end here. If it only needs longer, give it more time, in seconds:
          TROUPE_TIME_LIMIT=3

      1 error"
    `);
  });

  test("a loop in a module", async () => {
    expect(await errorText(role("() => ({ module: () => forever() })"))).toMatchInlineSnapshot(`
      "error TRP4009  module in perInstance of role "r" of service "s" (instance main, machine alice) has
        been running for 0.5 s and does not come to an end.
        at troupe.ts:4:3
           4 │   for (;;) ;
             │   ^
        → Look for a loop without an end here. If it only needs longer, give it more time, in seconds:
          TROUPE_TIME_LIMIT=3

      1 error"
    `);
  });

  test("a loop in lazy", async () => {
    expect(await errorText(role("() => ({ module: system({ networking: { hostName: lazy(() => forever()) } }) })")))
      .toMatchInlineSnapshot(`
      "error TRP4009  Code in troupe.ts has been running for 0.5 s and does not come to an end.
        at troupe.ts:4:3
           4 │   for (;;) ;
             │   ^
        → Look for a loop without an end here. If it only needs longer, give it more time, in seconds:
          TROUPE_TIME_LIMIT=3

      1 error"
    `);
  });

  test("a loop in the condition of mkIf", async () => {
    expect(
      await errorText(
        role("() => ({ module: system(mkIf(() => forever(), () => ({ networking: { hostName: 'a' } }))) })"),
      ),
    ).toMatchInlineSnapshot(`
        "error TRP4009  Code in troupe.ts has been running for 0.5 s and does not come to an end.
          at troupe.ts:4:3
             4 │   for (;;) ;
               │   ^
          → Look for a loop without an end here. If it only needs longer, give it more time, in seconds:
            TROUPE_TIME_LIMIT=3

        1 error"
      `);
  });

  test("a loop in an export", async () => {
    expect(
      await errorText(
        `exports: { url: option(t.str) }, ${role("({ mkExports }) => ({ exports: mkExports(() => forever()) })")}`,
      ),
    ).toMatchInlineSnapshot(`
        "error TRP4009  mkExports in perInstance of role "r" of service "s" (instance main, machine alice)
          has been running for 0.5 s and does not come to an end.
          at troupe.ts:4:3
             4 │   for (;;) ;
               │   ^
          → Look for a loop without an end here. If it only needs longer, give it more time, in seconds:
            TROUPE_TIME_LIMIT=3

        1 error"
      `);
  });

  test("a loop that calls Troupe in each step", async () => {
    const service = role(
      "({ exports, machine }) => ({ module: () => { while (machine.name !== '') exports.select({}); } })",
    );
    expect(await errorText(service)).toMatch(/^error TRP4009 {2}module in perInstance[^]*\n {2}at troupe\.ts:8:/);
  });

  test("a loop that catches every error", async () => {
    expect(await errorText(role("() => { for (;;) try { forever(); } catch {} finally { continue; } }")))
      .toMatchInlineSnapshot(`
      "error TRP4009  perInstance of role "r" of service "s" (instance main, machine alice) has been
        running for 0.5 s and does not come to an end.
        at troupe.ts:4:3
           4 │   for (;;) ;
             │   ^
        → Look for a loop without an end here. If it only needs longer, give it more time, in seconds:
          TROUPE_TIME_LIMIT=3

      1 error"
    `);
  });

  test("a regular expression that backtracks", async () => {
    expect(await errorText(role('() => ({ more: /^(a+)+$/.test("a".repeat(60) + "b") })'))).toMatchInlineSnapshot(`
      "error TRP4009  perInstance of role "r" of service "s" (instance main, machine alice) has been
        running for 0.5 s and does not come to an end.
        at troupe.ts:8:55
           8 │   roles: { r: { perInstance: () => ({ more: /^(a+)+$/.test("a".repeat(60) + "b") }) } },
             │                                                       ^
        → Look for a loop without an end here. If it only needs longer, give it more time, in seconds:
          TROUPE_TIME_LIMIT=3

      1 error"
    `);
  });

  test("a loop that awaits settled values", async () => {
    expect(await errorText(role("() => ({})"), "for (;;) await null;")).toMatch(
      /^error TRP4009 {2}Code in troupe\.ts has been running.*\n {2}at troupe\.ts:2:/,
    );
  });

  test("a loop that uses up the memory", async () => {
    // Most of the memory, so that it is stopped for that, and not all of it.
    const loop = `import { getHeapStatistics } from "node:v8";
const all: object[] = [];
for (;;) {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  if (used < 0.5 * limit) all.push(new Array<number>(100_000).fill(1.5));
}`;
    const { status, stderr } = await project(role("() => ({})"), loop).troupe(["check"], {
      env: { NODE_OPTIONS: "--max-old-space-size=400", TROUPE_TIME_LIMIT: "10" },
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^error TRP4009 {2}Code in troupe\.ts has taken \d+ MB of memory and does not come to an end\.\n {2}at troupe\.ts:\d+/,
    );
  });

  test("a loop under any other command", async () => {
    for (const args of [["show"], ["plan", "--offline"]])
      expect(await errorText(role("() => ({})"), "for (;;) ;", args), args.join(" ")).toMatch(
        /^error TRP4009 {2}Code in troupe\.ts has been running/,
      );
  });

  test("a loop under --json", async () => {
    const { status, stdout, stderr } = await project(role("() => forever()")).troupe(["check", "--json"], { env });
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [{ code: "TRP4009", marks: [{ site: { line: 4 } }] }] });
  });
});

describe("no problem is reported for", () => {
  const busy = `const busy = (milliseconds: number) => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) ;
};`;

  test("slow code that is called again and again", async () => {
    const { troupe } = testProject({
      "troupe.ts": `import { defineInventory, defineService, system } from "troupe";
${busy}
const s = defineService({
  manifest: { name: "s" },
  roles: { r: { perInstance: () => { busy(20); return { module: () => { busy(20); return system({}); } }; } } },
});
const machines = Object.fromEntries(Array.from({ length: 40 }, (_, index) => ["m" + index, {}]));
export default defineInventory({ services: { s }, machines }).instances({ main: { service: "s", roles: { r: { tags: ["all"] } } } });
`,
    });
    expect(await troupe(["check"], { env })).toMatchObject({ status: 0, stderr: "" });
  });

  test("a machine with many slow values", async () => {
    const files =
      'Object.fromEntries(Array.from({ length: 40 }, (_, index) => [String(index), { text: lazy(() => { busy(20); return ""; }) }]))';
    const { troupe } = project(role(`() => ({ module: () => system({ environment: { etc: ${files} } }) })`), busy);
    expect(await troupe(["check"], { env })).toMatchObject({ status: 0, stderr: "" });
  });

  test("code that waits for another program", async () => {
    const first = `import { execSync } from "node:child_process";\nexecSync("sleep 1.5");`;
    expect(await project(role("() => ({})"), first).troupe(["check"], { env })).toMatchObject({
      status: 0,
      stderr: "",
    });
  });

  test("slow code without a limit", async () => {
    expect(
      await project(role("() => ({})"), `${busy}\nbusy(1000);`).troupe(["check"], { env: { TROUPE_TIME_LIMIT: "0" } }),
    ).toMatchObject({
      status: 0,
      stderr: "",
    });
  });

  test("a timer that the project leaves running", async () => {
    expect(await project(role("() => ({})"), "setInterval(() => {}, 1000);").troupe(["check"])).toMatchObject({
      status: 0,
      stderr: "",
    });
  });
});

test("a time limit that is not a number is reported (TRP4011)", async () => {
  const { stderr } = await project(role("() => ({})")).troupe(["check"], { env: { TROUPE_TIME_LIMIT: "1m" } });
  expect(stderr).toMatchInlineSnapshot(`
    "error TRP4011  TROUPE_TIME_LIMIT is "1m", which is not a number of seconds.
      → Set it to how many seconds code of the project may run, such as 60. Without it, it is 10; with 0
        there is no limit.

    1 error"
  `);
});
