import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testProject } from "../../testing/project.ts";

test("troupe init writes a project that troupe check accepts", async () => {
  const project = testProject();
  const { stdout, status } = await project.troupe(["init"]);
  expect(status).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "Wrote troupe.ts, tsconfig.json, .gitignore.
    Next: put your machines into troupe.ts, then
      npx troupe check"
  `);
  expect(await project.troupe(["check"])).toEqual({
    status: 0,
    stdout: "✓ 1 machine, 1 service, 1 instance, 0 exports: no errors (TIME)",
    stderr: "",
  });
});

test("troupe init overwrites nothing", async () => {
  const project = testProject();
  writeFileSync(join(project.folder, "troupe.ts"), "mine\n");
  const { stderr, status } = await project.troupe(["init"]);
  expect(status).toBe(1);
  expect(stderr).toMatchInlineSnapshot(`
    "error TRP6005  Nothing was written, because there already is troupe.ts.
      → Begin in an empty folder: troupe init FOLDER

    1 error"
  `);
  expect(readFileSync(join(project.folder, "troupe.ts"), "utf8")).toBe("mine\n");
});
