/** `troupe schema`: JSON Schemas, of inventory.json as a whole and of the settings of every role. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { type InventoryModel, interfaceSchema, inventorySchema } from "@troupe/core";
import { schemaDialect } from "@troupe/core/internal";
import type { JsonSchema } from "@troupe/modules";
import { evaluateProject, machineClasses } from "../../project/evaluate.ts";
import { runCommand } from "../command.ts";
import type { CommonFlags } from "../flags.ts";
import { count } from "../render/text.ts";
import type { CliContext } from "../terminal.ts";

interface SchemaFlags extends CommonFlags {
  readonly out?: string;
}

const file = "inventory.schema.json";

/** The command. */
export async function schema(this: CliContext, flags: SchemaFlags): Promise<void> {
  await runCommand(this, flags, async () => {
    const project = await evaluateProject(resolve(this.cwd, flags.directory));
    const { folder } = project;
    const { inventory } = project.evaluated;
    const whole = inventorySchema(inventory, { classes: machineClasses.map(({ name }) => name) });
    const interfaces = interfaceSchemas(inventory);
    if (flags.out === undefined) return { json: { inventory: whole, interfaces }, text: JSON.stringify(whole, null, 2), folder };

    const out = resolve(this.cwd, flags.out);
    const files = new Map([[file, whole]]);
    for (const [service, roles] of Object.entries(interfaces))
      for (const [role, each] of Object.entries(roles)) files.set(join("roles", fileName(service), `${fileName(role)}.schema.json`), each);
    for (const [path, content] of files) {
      mkdirSync(dirname(join(out, path)), { recursive: true });
      writeFileSync(join(out, path), `${JSON.stringify(content, null, 2)}\n`);
    }
    const roles = count(files.size - 1, "role");
    const reference = `./${relative(folder, join(out, file)).split(sep).join("/")}`.replace(/^\.\/\.\.\//, "../");
    return {
      json: { folder: out, written: [...files.keys()] },
      text: `Wrote ${relative(this.cwd, join(out, file))} and the settings of ${roles}.\nIn inventory.json: "$schema": ${JSON.stringify(reference)}`,
      folder,
    };
  });
}

/** The schema of every role's settings, by service and role; services of inputs by "INPUT/SERVICE". */
function interfaceSchemas({ offered, meta }: InventoryModel): { readonly [service: string]: { readonly [role: string]: JsonSchema } } {
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

/** Names are free; files are not. */
const fileName = (name: string): string => encodeURIComponent(name).replaceAll(".", "%2E");
