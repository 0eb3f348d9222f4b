import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commandModules } from "./app.ts";
import { viewNames } from "./views/views.ts";
import { type TestProject, testProject } from "../testing/project.ts";

/**
 * Text that clears lines, moves the cursor, writes the clipboard, reverses the reading direction and sets the title of
 * the window.
 */
const hostile = "x\u001B[2K\r\u001B[1A\u001B]52;c;ZXZpbA==\u0007\u009B2J\u202Ey\u2066\u200B";
// eslint-disable-next-line no-control-regex
const dangerous = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/;

const inventory = `import { defineExtension, defineInventory, defineService, option, system, t } from "troupe";

const hostile = ${JSON.stringify(hostile)};
// Names of services, roles, instances and tags hold no invisible characters.
const name = "site";
const web = defineService({
  manifest: { name: "web" + name, description: hostile, categories: [] },
  exports: { url: option(t.str) },
  roles: {
    ["server" + name]: {
      description: hostile,
      interface: { text: option(t.str, { default: hostile, description: hostile }) },
      perInstance: ({ settings, exports, mkExports }) => ({
        exports: mkExports({ url: hostile }),
        module: () => system({
          environment: { etc: { "site.conf": { text: "a\\r\\nPasswordAuthentication yes #" + settings.text + Object.values(exports).map(({ url }) => url).join() } } },
          systemd: { services: { site: { description: "site", script: "echo '" + settings.text.replaceAll("\\r", "") + "'" } } },
        }),
      }),
    },
  },
});
const say = defineExtension({ name: "say", commands: { say: { brief: hostile, run: ({ print }) => void print(hostile) } } });

export default defineInventory({
  services: { [name]: web },
  extensions: [say],
  meta: { name: "site", description: hostile },
  tags: { ["t" + name]: ({ machines }) => Object.keys(machines) },
  machines: {
    alice: { address: "192.0.2.1", description: hostile, tags: [name], deploy: { targetHost: "root@192.0.2.1" } },
    bob: { address: "192.0.2.2", deploy: { targetHost: "root@192.0.2.2" } },
  },
}).instances({ [name]: { service: name, roles: { ["server" + name]: { tags: [name], machines: { bob: { settings: { text: hostile } } } } } } });
`;

/** A program in place of ssh: every field of its answers is hostile. */
const ssh = `#!${process.execPath}
const hostile = ${JSON.stringify(hostile.replaceAll("\n", ""))};
const command = process.argv.at(-1);
const verb = /troupe (probe|fetch|stage|switch|confirm)/.exec(command)?.[1];
const answers = {
  probe: ["system\\tdebian\\t12\\t" + hostile, "systemd\\t252", "apt", "current\\t-", "pending\\t" + hostile + "\\t-\\tconfirm\\t50\\t" + hostile,
    "reverted\\t1\\t" + hostile + "\\ty\\t" + hostile, "foreign\\t" + hostile + "\\tfile", "unit\\t" + hostile + "\\tloaded\\tfailed\\tfailed\\t" + hostile,
    "drift\\tetc\\t" + hostile + "\\tmissing", "history\\t1\\t" + hostile, "end\\tok"],
  stage: ["end\\tstaged"],
  switch: ["phase\\thealth\\t" + hostile, "failed\\tunit\\t" + hostile + "\\t" + hostile + "\\t" + hostile, "log\\t" + hostile + "\\t" + hostile, "end\\treverted"],
};
if (process.argv.includes("-O")) process.exit(0);
process.stdin.resume().on("end", () => {
  if (process.env.HOSTILE === "stderr") { process.stderr.write(hostile + "\\n"); process.exit(7); }
  process.stdout.write("troupe-agent\\t1\\n" + (answers[verb] ?? ["end\\tok"]).join("\\n") + "\\n");
  process.exit(0);
});
`;

function hostileProject(): TestProject {
  const project = testProject({ "troupe.ts": inventory });
  writeFileSync(join(project.folder, "ssh"), ssh);
  chmodSync(join(project.folder, "ssh"), 0o755);
  return project;
}

const machineCommands = ["plan", "plan --full", "status", "apply --yes", "apply --yes --partial", "rollback --yes"];
const commands: readonly string[] = [
  "check",
  "show",
  "show alice",
  ...viewNames.map((view) => `show --view ${view}`),
  "explain alice",
  "explain alice environment.etc",
  ...["text", "mermaid", "dot", "json"].map((format) => `graph --format ${format}`),
  "schema",
  "plan --offline --full",
  ...machineCommands,
  "build alice --as tree --out out",
  "run",
  "run say:say",
  `run ${hostile}`,
  `check --on ${hostile}`,
  "init new",
  "import nothing.json",
  "completion bash",
];

const withJson = [
  "check",
  "show alice",
  "explain alice",
  "graph",
  "schema",
  "plan --offline",
  "run say:say",
  `run ${hostile}`,
  ...machineCommands,
];

test("every command is tried", () => {
  expect(Object.keys(commandModules).filter((name) => !commands.some((words) => words.split(" ")[0] === name))).toEqual(
    [],
  );
});

describe("with hostile text in an inventory and in the answers of machines", () => {
  test.each([...commands, ...withJson.map((command) => `${command} --json`)])(
    "`troupe %s` prints no control character",
    async (command) => {
      const project = hostileProject();
      const asksMachines = machineCommands.includes(command.replace(" --json", ""));
      for (const mode of asksMachines ? ["stdout", "stderr"] : ["stdout"]) {
        const { stdout, stderr } = await project.troupe(command.split(" "), {
          env: { TROUPE_SSH: join(project.folder, "ssh"), HOSTILE: mode },
        });
        expect(stdout + stderr).not.toBe("");
        expect(stdout + stderr).not.toMatch(dangerous);
        if (command.endsWith("--json") && !command.includes(hostile)) JSON.parse(stdout);
      }
    },
  );

  test("the plan shows every line of a hostile file, with its carriage return", async () => {
    const { stdout, stderr } = await hostileProject().troupe(["plan", "--offline", "--full", "--on", "bob"]);
    expect(stderr).toBe("");
    expect(stdout).toContain("      +a␍\n");
    expect(stdout).toContain(
      "+PasswordAuthentication yes #x␛[2K␍␛[1A␛]52;c;ZXZpbA==␇<U+009B>2J<U+202E>y<U+2066><U+200B>",
    );
  });
});

test("the line of a project's file under a diagnostic has no control character", async () => {
  const { stdout, stderr } = await testProject({ "inventory.json": `{ "machines": { "${hostile}": } }\n` }).troupe([
    "check",
  ]);
  expect(stderr).toContain("␛[2K");
  expect(stdout + stderr).not.toMatch(dangerous);
});
