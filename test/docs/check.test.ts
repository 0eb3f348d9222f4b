import { expect, it } from "vitest";
import { checkExamples } from "./check.ts";

const example = (...code: readonly string[]) => ({ file: "packages/modules/src/index.ts", line: 10, code });

it("reports what is wrong with an example, with its place", async () => {
  const problems = await checkExamples([
    example(
      "option(t.port).type.check(80); // => true",
      "buildScopeKey({}); // => ':::'",
      "buildScopeKey({ roleName: ':' }); // => throws TRP2302",
    ),
    example("const checks = [80, '80'].map(t.port.check);", "", "checks; // => [true, true]"),
    example("const port: number = '80';"),
    example("t.port.check(80); // => throws TRP1001"),
    example("const ports = '[80';", "", "JSON.parse(ports);"),
    example(
      "export default defineInventory({ machines: { alice: { module: system({ networking: { hostName: '-' } }) } } });",
    ),
    { ...example("throw new Error('not run');"), notRun: "because" },
  ]);
  expect(problems.map((each) => each.map((problem) => problem.split("\n")[0]))).toMatchInlineSnapshot(`
    [
      [],
      [
        "packages/modules/src/index.ts:12: Expected values to be strictly deep-equal:",
      ],
      [
        "packages/modules/src/index.ts:10: TS2322: Type 'string' is not assignable to type 'number'.",
      ],
      [
        "packages/modules/src/index.ts:10: throws nothing instead of TRP1001; the value is true",
      ],
      [
        "packages/modules/src/index.ts:12: Expected ',' or ']' after array element in JSON at position 3 (line 1 column 4)",
      ],
      [
        "packages/modules/src/index.ts:10: TRP1002 \`networking.hostName\` must be a host name (at most 63 letters, digits, - and _), but is "-".",
      ],
      [],
    ]
  `);
});
