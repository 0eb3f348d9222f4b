/** `troupe init`: writes a small project that `troupe check` accepts. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { fail } from "@troupe/modules";
import { version } from "../../package.ts";
import { defineCommand } from "../command.ts";
import { runCommand } from "../run-command.ts";
import { fileInTheWay } from "../diagnostics.ts";

const script = `import { defineInventory, defineService, option, system, t } from "troupe";

// A service says how machines work together. This one writes a greeting on every member.
const motd = defineService({
  manifest: { name: "motd", description: "A greeting for whoever logs in" },
  roles: {
    member: {
      interface: { text: option(t.str, { description: "The greeting" }) },
      perInstance: ({ settings, machine }) => ({
        module: system({ environment: { etc: { "motd.d/troupe": { text: \`\${settings.text}\\nThis is \${machine.name}.\\n\` } } } }),
      }),
    },
  },
});

// The inventory says which machines there are, and which roles they have in which instances of services.
export default defineInventory({
  meta: { name: "NAME" },
  services: { motd },
  machines: {
    alice: { tags: ["home"], deploy: { targetHost: "root@192.0.2.10" } },
  },
}).instances({
  greeting: { service: "motd", roles: { member: { tags: { home: {} }, settings: { text: "Welcome." } } } },
});
`;

const gitignore = "node_modules/\n.troupe/\n";

function packageFile(name: string): string {
  return `${JSON.stringify({ name, private: true, type: "module", dependencies: { troupe: `^${version}` } }, null, 2)}\n`;
}

const tsconfig = `{
  "extends": "troupe/tsconfig.base.json",
  "include": ["*.ts"]
}
`;

export const command = defineCommand({
  brief: "Begin a project",
  uses: [{ usage: "init [FOLDER]", example: "init home", guide: "first-project" }],
  flags: {},
  positional: {
    kind: "tuple",
    parameters: [{ optional: true, placeholder: "folder", brief: "Where to begin (default: here)" }],
  },
  async run(context, flags, folder) {
    await runCommand(context, flags, async () => {
      const target = resolve(context.cwd, flags.directory, folder ?? ".");
      const name =
        basename(target)
          .toLowerCase()
          .replace(/[^a-z0-9._-]+/g, "-")
          .replace(/^[._-]+/, "") || "troupe-project";
      const blocking = ["troupe.ts", "inventory.json"].filter((file) => existsSync(join(target, file)));
      if (blocking.length > 0)
        fail(fileInTheWay, { files: blocking, instead: "Begin in an empty folder: troupe init FOLDER" });
      const files = new Map([
        ["troupe.ts", script.replace("NAME", name)],
        ["package.json", packageFile(name)],
        ["tsconfig.json", tsconfig],
        [".gitignore", gitignore],
      ]);
      mkdirSync(target, { recursive: true });
      const written = [...files].filter(([file]) => !existsSync(join(target, file)));
      for (const [file, text] of written) writeFileSync(join(target, file), text, { flag: "wx" });
      const here = relative(context.cwd, target);
      const steps = [
        ...(here === "" ? [] : [`cd ${here}`]),
        ...(existsSync(join(target, "node_modules", "troupe")) ? [] : ["npm install"]),
        "npx troupe check",
      ];
      return {
        json: { folder: target, written: written.map(([file]) => file) },
        text: `Wrote ${written.map(([file]) => file).join(", ")}${here === "" ? "" : ` in ${here}`}.\nNext: put your machines into troupe.ts, then\n${steps.map((step) => `  ${step}`).join("\n")}`,
      };
    });
  },
});
