/** The uses of the commands, as README.md and the reference show them: each example works. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "@stricli/core";
import { describe, expect, it } from "vitest";
import { testProject } from "../testing/project.ts";
import { application, loadCommands } from "./app.ts";
import type { CommandDefinitions } from "./command.ts";
import { commandSections, commandTable } from "./command-table.ts";
import type { CliContext } from "./terminal.ts";

const commands = await loadCommands(undefined);
const uses = Object.entries(commands).flatMap(([name, command]) => command.uses.map((use) => ({ ...use, name })));

/** Commands that contact machines; the test does not run their examples. */
const contacting = new Set(["plan", "apply", "rollback", "status"]);

describe.each(uses)("the use `troupe $usage`", ({ name, usage, example }) => {
  it("names its command first", () => {
    expect([usage.split(" ")[0], example.split(" ")[0]]).toEqual([name, name]);
  });

  it("has an example that the command accepts", async () => {
    const received: unknown[][] = [];
    const recording: CommandDefinitions = {
      [name]: { ...commands[name]!, run: async (...given: readonly unknown[]) => void received.push([...given]) },
    };
    const errors: string[] = [];
    const stderr = { write: (text: string) => errors.push(text) };
    const process: CliContext["process"] = { stdout: stderr, stderr };
    await run(application("1.0.0", recording), example.split(" "), { process } as CliContext);
    expect(errors).toEqual([]);
    expect(received).toHaveLength(1);
  });
});

it("the guides of uses exist", () => {
  const guides = uses.flatMap(({ guide }) => guide ?? []);
  expect(
    guides.filter((guide) => !existsSync(join(import.meta.dirname, `../../../../docs/guides/${guide}.md`))),
  ).toEqual([]);
});

const files = {
  "troupe.ts": `import { defineInventory, defineService, option, system, t } from "troupe";
const greeting = defineService({
  manifest: { name: "greeting" },
  roles: { member: { interface: { text: option(t.str, { default: "Welcome" }) }, perInstance: ({ settings }) => ({
    module: system({ environment: { etc: { greeting: { text: settings.text } } } }),
  }) } },
});
export default defineInventory({
  services: { greeting },
  machines: {
    alice: { tags: ["eu"], address: "192.0.2.10", module: system({ networking: { hostName: "alice" } }) },
    bob: { tags: ["eu"], address: "192.0.2.11" },
    carol: { class: "nixos", address: "192.0.2.12" },
  },
}).instances({ hello: { service: "greeting", roles: { member: { machines: ["alice", "bob"] } } } });
`,
  "clan.json": "{}\n",
};

it.each(uses.filter(({ name }) => !contacting.has(name)))("`troupe $example` succeeds", async ({ example }) => {
  const { status, stderr } = await testProject(files).troupe(example.split(" "));
  expect([status, stderr]).toEqual([0, expect.not.stringContaining("error")]);
});

const described: CommandDefinitions = {
  greet: {
    brief: "Greet a person",
    uses: [
      { usage: "greet PERSON", example: "greet alice" },
      {
        usage: "greet --all",
        example: "greet --all --tone kind",
        summary: "Greet everyone (`--tone kind|rude`)",
        guide: "greetings",
      },
    ],
    flags: {
      all: { kind: "boolean", default: false, brief: "Greet every person" },
      toneOfVoice: { kind: "enum", values: ["kind", "rude"], optional: true, brief: "The tone" },
    },
    aliases: { a: "all" },
    positional: { kind: "tuple", parameters: [{ placeholder: "person", optional: true, brief: "The person" }] },
    run: async () => {},
  },
};

it("the table of commands has a row for each use", () => {
  expect(commandTable(described, "docs/reference/commands.md")).toMatchInlineSnapshot(`
    "| command | |
    | --- | --- |
    | [\`troupe greet PERSON\`](docs/reference/commands.md#troupe-greet) | Greet a person |
    | [\`troupe greet --all\`](docs/reference/commands.md#troupe-greet) | Greet everyone (\`--tone kind\\|rude\`) |
    "
  `);
});

it("the reference of commands has a section for each command", () => {
  expect(commandSections(described, "../guides")).toMatchInlineSnapshot(`
    "## Flags of every command

    | flag | |
    | --- | --- |
    | \`--json\` | Print JSON instead of text |
    | \`--directory FOLDER\`, \`-C\` | The folder of the project (default: \`.\`) |

    ## troupe greet

    Greet a person. See [the guide](../guides/greetings.md).

    \`\`\`sh
    troupe greet alice
    troupe greet --all --tone kind
    \`\`\`

    | argument | |
    | --- | --- |
    | \`[PERSON]\` | The person |

    | flag | |
    | --- | --- |
    | \`--all\`, \`-a\` | Greet every person |
    | \`--tone-of-voice kind\\|rude\` | The tone |
    "
  `);
});
