import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tarArchive } from "@troupe/linux";
import { formatDiagnostic, isTroupeError } from "@troupe/modules";
import { afterEach, describe, expect, test, vi } from "vitest";
import { testProject } from "../testing/project.ts";
import { formsOf } from "./forms.ts";
import { buildAlice } from "./testing/hello-project.ts";

const forms = await formsOf("/nowhere");
const cases = forms.flatMap(({ name, endings = ["/"], takesBase }) =>
  endings.flatMap((ending) => [false, ...(takesBase === true ? [true] : [])].map((base) => ({ name, ending, base }))),
);

describe("a package has the same bytes in every folder and at every time", () => {
  afterEach(() => void vi.useRealTimers());

  test.each(cases)("--as $name, ending with $ending, on a base: $base", async ({ name, ending, base }) => {
    const form = forms.find((form) => form.name === name)!;
    const build = async (year: number) => {
      vi.useFakeTimers({ toFake: ["Date"], now: new Date(`${year}-01-01`) });
      const { folder } = testProject({
        "troupe.ts": `import { defineInventory, system } from "troupe";
export default defineInventory({
  machines: { alice: { deploy: { targetHost: "root@192.0.2.10" }, module: system({ environment: { etc: { greeting: { text: "Hi.\\n" } } } }) } },
});`,
      });
      writeFileSync(join(folder, `${year}.base`), tarArchive([{ type: "directory", path: "usr", mode: 0o755 }]));
      return filesBelow(
        (await buildAlice(folder, form, `${year}/alice${ending}`, base ? `${year}.base` : undefined)).path,
      );
    };
    expect(await build(2001)).toEqual(await build(2031));
  });
});

/** Contents and modes of everything at a path. */
function filesBelow(path: string): readonly (readonly [string, number, string])[] {
  if (!statSync(path).isDirectory()) return [["", statSync(path).mode, readFileSync(path).toString("base64")]];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .toSorted()
    .filter((name) => !statSync(join(path, name)).isDirectory())
    .map((name) => [name, statSync(join(path, name)).mode, readFileSync(join(path, name)).toString("base64")]);
}

describe("forms of a project that are none", () => {
  const told = async (exported: string): Promise<string> => {
    const { folder } = testProject({
      "troupe.ts": `import { defineInventory } from "troupe";
export default defineInventory({ machines: { alice: {} } });
export const deploymentForms = ${exported};`,
    });
    try {
      await buildAlice(folder, (await formsOf(folder)).at(-1)!, "alice/");
      return "nothing";
    } catch (error) {
      if (!isTroupeError(error)) throw error;
      return error.diagnostics.map((each) => formatDiagnostic({ ...each, marks: [] }).split("\n")[0]).join("\n");
    }
  };

  test("because of what they are", async () => {
    expect(await told(`{}`)).toMatchInlineSnapshot(
      `"TRP5309 deploymentForms is not a form of deployment packages: it is not a list."`,
    );
    expect(
      await told(`[
        { name: "My form" },
        { name: "a" },
        { name: "a", description: "" },
        { name: "tar", description: "", build() {} },
        { name: "a", description: "", build() {}, endings: ["tar"] },
        { name: "a", description: "", build() {}, endings: [] },
        null,
      ]`),
    ).toMatchInlineSnapshot(`
      "TRP5309 deploymentForms[0] is not a form of deployment packages: its name is not made of small letters, digits and hyphens.
      TRP5309 deploymentForms[1] is not a form of deployment packages: it has no description.
      TRP5309 deploymentForms[2] is not a form of deployment packages: it has no function build.
      TRP5310 deploymentForms has a form "tar", but there already is one of that name.
      TRP5309 deploymentForms[4] is not a form of deployment packages: its endings are not like ".tar", or "/" for a folder.
      TRP5309 deploymentForms[5] is not a form of deployment packages: its endings are not like ".tar", or "/" for a folder.
      TRP5309 deploymentForms[6] is not a form of deployment packages: it is null."
    `);
  });

  test("because of what they do", async () => {
    const doing = (body: string) => told(`[{ name: "a", description: "", build() { ${body} } }]`);
    expect(await doing(`throw new TypeError("no such thing.");`)).toMatchInlineSnapshot(
      `"TRP5311 The form "a" fails for alice: TypeError: no such thing."`,
    );
    expect(await doing(`throw null;`)).toMatchInlineSnapshot(`"TRP5311 The form "a" fails for alice: it threw null."`);
    expect(await doing(``)).toMatchInlineSnapshot(
      `"TRP5311 The form "a" fails for alice: TypeError: its content is not that of a folder: a Map of files by path."`,
    );
    expect(await doing(`return { content: "text" };`)).toMatchInlineSnapshot(
      `"TRP5311 The form "a" fails for alice: TypeError: its content is not that of a folder: a Map of files by path."`,
    );
    expect(await doing(`return { content: new Map([["a", { content: "text" }]]) };`)).toMatchInlineSnapshot(
      `"TRP5311 The form "a" fails for alice: TypeError: the content of a is not that of a file: a Uint8Array."`,
    );
    expect(
      await doing(`return { content: new Map([["../up", { content: new Uint8Array() }]]) };`),
    ).toMatchInlineSnapshot(`"TRP5311 The form "a" fails for alice: TypeError: "../up" is not a path below a folder."`);
    expect(
      await doing(`return { content: new Map(), next: () => { throw new Error("what next?"); } };`),
    ).toMatchInlineSnapshot(`"TRP5311 The form "a" fails for alice: Error: what next."`);
  });
});
