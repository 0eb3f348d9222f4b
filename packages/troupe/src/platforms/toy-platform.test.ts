import { execFile } from "node:child_process";
import { globSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type TestProject, testProject } from "../testing/project.ts";
import { tidy } from "../testing/tidy.ts";

const program = new URL("./testing/toy/toy-troupe.ts", import.meta.url).pathname;

const script = (text: string) => `import { defineInventory } from "troupe";
export default defineInventory({
  machines: {
    teddy: { class: "toy", deploy: { targetHost: "teddy" }, module: { text: ${JSON.stringify(text)} } },
    mac: { class: "darwin" },
  },
});
`;

/** A project with a toy, and the command that knows toys; it prints its exit status before its output. */
function toyProject(text: string): TestProject & { readonly run: (...args: readonly string[]) => Promise<string> } {
  const project = testProject({ "troupe.ts": script(text) });
  const machines = join(project.folder, "machines");
  mkdirSync(machines);
  const options = { cwd: project.folder, env: { ...process.env, NO_COLOR: "1", TOY_MACHINES: machines } };
  const flags = ["--conditions=troupe-source", "--disable-warning=ExperimentalWarning"];
  const run = (...args: readonly string[]) =>
    new Promise<string>((resolve) => {
      execFile(process.execPath, [...flags, program, ...args], options, (error, stdout, stderr) => {
        resolve(tidy(`exit ${error?.code ?? 0}\n${stdout}${stderr}`, project.folder));
      });
    });
  return { ...project, run };
}

describe("a platform that is one folder and one line", () => {
  test("is planned, applied, looked at and rolled back by the commands of all platforms", async () => {
    const { run, write } = toyProject("hello\n");
    expect(await run("apply", "--yes", "--loud", "yes")).toMatchInlineSnapshot(`
      "exit 0
      mac  not applied by Troupe
        its flake is written by troupe build --nixos FOLDER, and applied by darwin-rebuild

      teddy  new
        + the text
            +hello
        SQUEAK

      machine  added
      teddy    1

      Plan for 2 machines: 1 new, 1 not applied by Troupe.

      mac  not applied by Troupe
      teddy  applied, runs 5891b5b5

      2 machines: 1 applied, 1 not applied by Troupe."
    `);
    write({ "troupe.ts": script("good-bye\n") });
    expect(await run("plan", "--loud", "yes", "--full")).toMatchInlineSnapshot(`
      "exit 0
      mac  not applied by Troupe
        its flake is written by troupe build --nixos FOLDER, and applied by darwin-rebuild

      teddy  changes
        ~ the text
            @@ -1,1 +1,1 @@
            -hello
            +good-bye
        SQUEAK

      machine  changed
      teddy    1

      Plan for 2 machines: 1 to change, 1 not applied by Troupe."
    `);
    expect(await run("apply", "--yes")).toContain("teddy  applied");
    expect(await run("rollback", "--yes")).toContain("teddy  applied");
    expect(await run("status")).toMatchInlineSnapshot(`
      "exit 0
      machine  runs      declared  remarks
      mac      ?         ?         not applied by Troupe
      teddy    5891b5b5  12011bbc  switched 3 times

      2 machines: 0 as declared, 1 not applied by Troupe."
    `);
  });

  test("reports problems of its own, which block a plan", async () => {
    const { run } = toyProject("rude\n");
    expect(await run("check")).toMatchInlineSnapshot(`
      "exit 1
      error TRP5999  The text of teddy is rude.

      1 error"
    `);
    expect(await run("plan", "--offline")).toContain("error TRP5999");
  });

  test("writes its generations, and its build flag; it has no deployment packages", async () => {
    const { run, folder } = toyProject("hello\n");
    expect(await run("plan", "--offline", "--on", "teddy", "--out", "generations")).toContain("Wrote 1 generation to ");
    expect(readFileSync(join(folder, "generations/teddy/text"), "utf8")).toBe("hello\n");
    expect(await run("build", "--toybox", "box")).toBe("exit 0\nWrote 1 toy.");
    expect(readFileSync(join(folder, "box/teddy"), "utf8")).toBe("hello\n");
    expect(await run("build", "--toybox", "box", "--as", "tar")).toContain("--toybox writes the texts of all toys");
    expect(await run("build", "teddy", "--as", "tar")).toContain("Toys are not packed.");
    expect(await run("plan", "--help")).toContain("How loud the plan of toys is");
  });

  test("needs no file but those of its folder, and one line that registers it", () => {
    const registrations = readFileSync(program, "utf8")
      .split("\n")
      .filter((line) => line.includes("toy") && !/^(?:import|\/\*\*)/.test(line));
    expect(registrations).toEqual(["registerPlatform(toyPlatform);"]);
    const sources = join(import.meta.dirname, "..");
    const others = globSync("**/*.ts", { cwd: sources }).filter(
      (file) => !/testing\/toy\/|toy-platform\.test\.ts$/.test(file),
    );
    expect(others.length).toBeGreaterThan(100);
    expect(
      others.filter((file) => /\btoy(?:s|box)?\b|toy[A-Z]|Toy/.test(readFileSync(join(sources, file), "utf8"))),
    ).toEqual([]);
  });
});
