import { join } from "node:path";
import { evaluateInventory } from "@troupe/core";
import { describe, expect, test } from "vitest";
import { testProject } from "../testing/project.ts";
import { loadProject } from "./load.ts";

const services = `import { defineService, option, t } from "troupe";
export const echo = defineService({ manifest: { name: "echo" }, roles: { r: { interface: { words: option(t.listOf(t.str)) } } } });
`;

const classes = [{ name: "linux", result: "linuxModule", modules: [] }] as const;

async function settingsOf(files: { readonly [file: string]: string }): Promise<unknown> {
  const { sources } = await loadProject(testProject(files).folder);
  const evaluated = evaluateInventory(sources, { classes });
  expect(evaluated.diagnostics()).toEqual([]);
  return { ...evaluated.settings("i", "r", "alice")!.config };
}

describe("a project", () => {
  test("may be JSON alone, with services from inputs", async () => {
    const json = {
      inputs: { mine: "./services.ts" },
      machines: { alice: {} },
      instances: {
        i: {
          module: { input: "mine", name: "echo" },
          roles: { r: { machines: ["alice"], settings: { words: ["json"] } } },
        },
      },
    };
    expect(await settingsOf({ "services.ts": services, "inventory.json": JSON.stringify(json) })).toEqual({
      words: ["json"],
    });
  });

  test("may be TypeScript and JSON, which merge", async () => {
    const script = `import { defineInventory } from "troupe";
import { echo } from "./services.ts";
export default defineInventory({ services: { echo }, machines: { alice: { tags: ["x"] } } }).instances({ i: { service: "echo", roles: { r: { tags: ["x"], settings: { words: ["script"] } } } } });
`;
    const json = { instances: { i: { roles: { r: { settings: { words: ["json"] } } } } } };
    expect(
      await settingsOf({ "services.ts": services, "troupe.ts": script, "inventory.json": JSON.stringify(json) }),
    ).toEqual({
      words: ["script", "json"],
    });
  });

  test("reads inventory.json once if the script passes the JSON to defineInventory", async () => {
    const script = `import { defineInventory } from "troupe";
import { echo } from "./services.ts";
import json from "./inventory.json" with { type: "json" };
export default defineInventory({ services: { echo }, json });
`;
    const json = {
      machines: { alice: {} },
      instances: { i: { service: "echo", roles: { r: { machines: ["alice"], settings: { words: ["once"] } } } } },
    };
    expect(
      await settingsOf({ "services.ts": services, "troupe.ts": script, "inventory.json": JSON.stringify(json) }),
    ).toEqual({
      words: ["once"],
    });
  });

  test("may wrap definitions in JSON in priorities", async () => {
    const json = {
      inputs: { mine: "./services.ts" },
      machines: { alice: {} },
      instances: {
        i: {
          module: { input: "mine", name: "echo" },
          roles: {
            r: {
              machines: { alice: { settings: { words: { _type: "override", priority: 50, content: ["forced"] } } } },
              settings: { words: ["lost"] },
            },
          },
        },
      },
    };
    expect(await settingsOf({ "services.ts": services, "inventory.json": JSON.stringify(json) })).toEqual({
      words: ["forced"],
    });
  });
});

test("packages among the inputs are resolved from the project", async () => {
  const { troupe } = testProject({
    "node_modules/echo/package.json": '{ "name": "echo", "type": "module", "exports": { "import": "./index.js" } }',
    "node_modules/echo/index.js": `import { defineService } from "troupe";
export const services = { echo: defineService({ manifest: { name: "echo" }, roles: { r: {} } }) };`,
    "inventory.json": JSON.stringify({
      inputs: { theirs: "echo" },
      machines: { alice: {} },
      instances: { i: { module: { input: "theirs", name: "echo" }, roles: { r: { machines: ["alice"] } } } },
    }),
  });
  expect(await troupe(["check"])).toMatchObject({ status: 0, stderr: "" });
});

test("a missing folder is a diagnostic", async () => {
  const { stderr } = await testProject().troupe(["check", "-C", join("no", "such")]);
  expect(stderr).toMatchInlineSnapshot(`
    "error TRP4001  There is no troupe.ts and no inventory.json in FOLDER/no/such.
      → Go to the folder of the project, name it with -C FOLDER, or begin one with: troupe init

    1 error"
  `);
});
