/** What the editor costs: a large project must not take the compiler more than so much work. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { projectFiles } from "./project.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "troupe-typing-"));
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Instantiations of types, those in the sources of the packages included. They are the same on every machine, as
 * seconds are not.
 */
const budget = 800_000;

test("50 services with 5 roles of 20 options each are type-checked within the budget", () => {
  const files = projectFiles({ services: 50, roles: 5, options: 20, machines: 20 });
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  // Several checkers would count what each of them needs to know: the figure would depend on who meets which file.
  const args = ["-p", folder, "--extendedDiagnostics", "--checkers", "1", "--pretty", "false"];
  const { stdout } = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), ...args], {
    encoding: "utf8",
  });
  expect(stdout.split("\n").filter((line) => line.includes("error TS"))).toEqual([]);
  const figure = (name: string): number => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(stdout)?.[1]);
  const instantiations = figure("Instantiations");
  console.log(
    `${instantiations} instantiations of ${budget}, ${figure("Types")} types, checked in ${figure("Check time")} s`,
  );
  expect(instantiations).toBeGreaterThan(0);
  expect(instantiations).toBeLessThan(budget);
});

const settings = {
  extends: join(root, "packages/troupe/tsconfig.base.json"),
  compilerOptions: { customConditions: ["troupe-source"], types: ["node"] },
  include: ["*.ts"],
};
