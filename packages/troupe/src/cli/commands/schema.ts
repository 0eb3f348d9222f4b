/** `troupe schema`: the JSON Schemas of inventory.json and of the settings of every role. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { type InventoryModel, interfaceSchema, inventorySchema } from "@troupe/core";
import { schemaDialect } from "@troupe/core/internal";
import type { JsonSchema } from "@troupe/modules";
import { machineClasses } from "../../platforms/platforms.ts";
import { evaluateProject } from "../../project/evaluate.ts";
import { defineCommand } from "../command.ts";
import { runCommand } from "../run-command.ts";
import { visibleJson } from "../../text/visible.ts";
import { count } from "../../text/text.ts";

const file = "inventory.schema.json";

export const command = defineCommand({
  brief: "Print the JSON Schema of inventory.json, for editors and other programs",
  uses: [
    {
      usage: "schema",
      example: "schema --out schemas",
      summary: "Print the JSON Schema of `inventory.json` and of every role's settings, for editors (`--out FOLDER`)",
    },
  ],
  flags: {
    out: {
      kind: "parsed",
      parse: String,
      optional: true,
      placeholder: "folder",
      brief: "Write it to this folder, with a schema for the settings of every role",
    },
  },
  async run(context, flags) {
    await runCommand(context, flags, async () => {
      const project = await evaluateProject(resolve(context.cwd, flags.directory));
      const { folder } = project;
      const { inventory } = project.evaluated;
      const whole = inventorySchema(inventory, { classes: machineClasses().map(({ name }) => name) });
      const interfaces = interfaceSchemas(inventory);
      if (flags.out === undefined)
        return { json: { inventory: whole, interfaces }, text: visibleJson(whole, 2), folder };

      const out = resolve(context.cwd, flags.out);
      const files = new Map([[file, whole]]);
      for (const [service, roles] of Object.entries(interfaces))
        for (const [role, each] of Object.entries(roles))
          files.set(join("roles", fileName(service), `${fileName(role)}.schema.json`), each);
      for (const [path, content] of files) {
        mkdirSync(dirname(join(out, path)), { recursive: true });
        writeFileSync(join(out, path), `${visibleJson(content, 2)}\n`);
      }
      const roles = count(files.size - 1, "role");
      const reference = `./${relative(folder, join(out, file)).split(sep).join("/")}`.replace(/^\.\/\.\.\//, "../");
      return {
        json: { folder: out, written: [...files.keys()] },
        text: `Wrote ${relative(context.cwd, join(out, file))} and the settings of ${roles}.\nIn inventory.json: "$schema": ${JSON.stringify(reference)}`,
        folder,
      };
    });
  },
});

/** Returns the schemas of settings by service and role; a service of an input is `INPUT/SERVICE`. */
function interfaceSchemas({ offered, meta }: InventoryModel): {
  readonly [service: string]: { readonly [role: string]: JsonSchema };
} {
  return Object.fromEntries(
    offered().map(({ input, name, definition }) => [
      input === "self" ? name : `${input}/${name}`,
      Object.fromEntries(
        Object.entries(definition.roles ?? {}).map(([role, { description, interface: declared = {} }]) => [
          role,
          {
            $schema: schemaDialect,
            title: `Settings of role ${role} of service ${name}`,
            ...(description !== undefined && { description }),
            ...interfaceSchema(declared, meta),
          },
        ]),
      ),
    ]),
  );
}

/** Returns a file name for a name, which may have any characters. */
const fileName = (name: string): string => encodeURIComponent(name).replaceAll(".", "%2E");
