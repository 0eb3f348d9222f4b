import { expect, it } from "vitest";
import { withAssertions } from "./to-module.ts";

it("makes assertions of what an example says, line by line", () => {
  const example = `const ports = [80];
ports.length; // => 1
ports.map((port) => ({
  port,
})); // => [{ port: 80 }]
ports.indexOf(443);
// => -1
({ ports });
// => {
//   ports: [80],
// }
fail("no"); // => throws TRP1001
// just a remark`;
  expect(withAssertions(example.split("\n")).join("\n")).toMatchInlineSnapshot(`
    "const ports = [80];
    await $is(async () => (ports.length), 1);
    await $is(async () => (ports.map((port) => ({
      port,
    }))), [{ port: 80 }]);
    await $is(async () => (ports.indexOf(443)),
    -1);
    await $is(async () => (({ ports })),
    {
      ports: [80],
    });
    await $throws(async () => (fail("no")), "TRP1001");
    // just a remark"
  `);
});
