import { expect, test } from "vitest";
import { testProject } from "../../testing/project.ts";

const script = `import { defineExtension, defineInventory } from "troupe";
const census = defineExtension({
  name: "census",
  commands: {
    count: { brief: "Count the machines", run: ({ evaluated, args, print }) => print([evaluated.inventory.machines.size, ...args].join(" ")) },
    names: { brief: "Name the machines", run: ({ machines, print }) => print(machines.join()) },
    fail: { brief: "Say no", run: () => 4 },
  },
});
export default defineInventory({ extensions: [census], machines: { a: {}, b: {} } });
`;

test("commands of extensions are listed and run", async () => {
  const project = testProject({ "troupe.ts": script });
  expect((await project.troupe(["run"])).stdout).toMatchInlineSnapshot(`
    "command
    census:count  Count the machines
    census:fail   Say no
    census:names  Name the machines"
  `);
  expect((await project.troupe(["run", "census:names"])).stdout).toBe("a,b");
  expect((await project.troupe(["run", "--on", "!a", "census:names"])).stdout).toBe("b");
  expect((await project.troupe(["run", "census:count", "and", "more"])).stdout).toBe("2 and more");
  expect((await project.troupe(["run", "census:fail"])).status).toBe(4);
  const { status, stderr } = await project.troupe(["run", "census:cuont"]);
  expect([status, stderr]).toMatchInlineSnapshot(`
    [
      1,
      "error TRP6010  No extension of this project adds a command "census:cuont".
      → Did you mean "census:count"?

    1 error",
    ]
  `);
});
