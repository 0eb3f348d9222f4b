import { expect, test } from "vitest";
import { testProject } from "../testing/project.ts";
import { evaluateProject } from "./evaluate.ts";

const script = `import { defineInventory, defineService } from "troupe";
const s = defineService({
  manifest: { name: "s" },
  roles: {
    r: {
      perInstance() {
        throw new Error("no");
      },
    },
  },
});
export default defineInventory({ services: { s }, machines: { alice: {} } }).instances({ s: { service: "s", roles: { r: { machines: ["alice"] } } } });
`;

test("the place of an error is in the user's file, also in a project below packages/core/src", async () => {
  const folder = `${testProject({ "packages/core/src/troupe.ts": script }).folder}/packages/core/src`;
  const problems = (await evaluateProject(folder)).evaluated.diagnostics();
  expect(problems.map(({ code, marks }) => [code, marks[0]!.site.file, marks[0]!.site.line])).toEqual([
    ["TRP2501", `${folder}/troupe.ts`, 7],
  ]);
});
