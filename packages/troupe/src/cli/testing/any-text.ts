/** For tests: inventories with any text in any place, printed by the commands in this process. */
import { run } from "@stricli/core";
import fc from "fast-check";
import { expect } from "vitest";
import { testProject } from "../../testing/project.ts";
import { application, loadCommands } from "../app.ts";
import { processContext } from "../terminal.ts";
import { viewNames } from "../views/views.ts";

const service = `import { defineInventory, defineService, option, system, t } from "troupe";
const site = defineService({
  manifest: { name: "site" },
  exports: { url: option(t.str) },
  roles: {
    server: {
      interface: { text: option(t.str), note: option(t.str, { default: "" }), list: option(t.attrsOf(t.str), { default: {} }) },
      perInstance: ({ settings, mkExports }) => ({
        exports: mkExports({ url: settings.text }),
        module: () => system({
          environment: { etc: { "site.conf": { text: settings.text + Object.entries(settings.list).join() } } },
          users: { users: { ann: { isNormalUser: true, description: settings.note } } },
          systemd: { services: { site: { description: settings.note, environment: { TEXT: settings.note }, serviceConfig: { ExecStart: "/bin/true" } } } },
        }),
      }),
    },
  },
});
export default defineInventory({ services: { site } });
`;

/** A text that a terminal interprets, or any text. */
const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({ unit: fc.constantFrom("\u001B", "\u009B", "\u202E", "\u0007", ..."\r\n\t[2JK;a0"), maxLength: 12 }),
);
/** A text where most texts are a mistake, so that half of the inventories are without mistakes. */
const rare = (usual: string) => fc.oneof({ arbitrary: fc.constant(usual), weight: 15 }, text);

/** An inventory in JSON. */
const inventory = fc
  .record({
    texts: fc.tuple(text, text, text, text, text),
    names: fc.tuple(rare("one"), rare("eu"), rare("bob"), rare("key"), rare("192.0.2.2"), rare("note"), rare("tags")),
  })
  .map(({ texts: [a, b, c, d, e], names: [instance, tag, machine, key, address, note, extra] }) => ({
    meta: { name: "site", description: a },
    tags: { [tag]: [] },
    machines: {
      alice: { description: b, address: "192.0.2.1", deploy: { targetHost: "root@192.0.2.1" }, tags: [tag] },
      [machine]: { description: c, address, [extra]: [] },
    },
    instances: {
      [instance]: {
        module: { name: "site" },
        roles: {
          server: { machines: { alice: { settings: { text: d, note, list: { [key]: e } } } }, tags: { [tag]: {} } },
        },
      },
    },
  }));

const commands: readonly (readonly string[])[] = [
  ["check"],
  ["show"],
  ["show", "alice"],
  ...viewNames.map((view) => ["show", "--view", view]),
  ["explain", "alice"],
  ["explain", "alice", "environment.etc.site.conf.text"],
  ...["text", "mermaid", "dot", "json"].map((format) => ["graph", "--format", format]),
  ["plan", "--offline", "--full"],
];

// eslint-disable-next-line no-control-regex
const dangerous = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/;

/** Runs a command in this process; returns everything that it prints. */
async function printed(folder: string, command: readonly string[]): Promise<string> {
  const output: string[] = [];
  const stream = { write: (part: string) => output.push(part), writable: true, on: () => {}, columns: undefined };
  const fake = { stdout: stream, stderr: stream, stdin: {}, cwd: () => folder, env: { NO_COLOR: "1" }, exitCode: 0 };
  const commandsOfTroupe = await loadCommands(command[0]);
  const context = processContext(fake as unknown as NodeJS.Process, () => Promise.resolve(commandsOfTroupe));
  await run(application("1.0.0", commandsOfTroupe), [...command], context);
  return output.join("");
}

/** The law: no command prints a character that a terminal interprets, whatever the inventory says. */
export async function holdForAnyText(numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(inventory, fc.constantFrom(...commands), fc.boolean(), async (json, command, asJson) => {
      const project = testProject({ "troupe.ts": service, "inventory.json": JSON.stringify(json) });
      const output = await printed(project.folder, [...command, ...(asJson ? ["--json"] : [])]);
      expect(output).not.toBe("");
      expect(output).not.toMatch(dangerous);
      expect(output).not.toContain("This is a fault in Troupe");
    }),
    { numRuns },
  );
}
