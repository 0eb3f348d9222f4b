/** A project for tests of `troupe schema`, and a validator with its schema. */
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { expect } from "vitest";
import { testProject } from "../../testing/project.ts";

const services = `import { defineService, option, t } from "troupe";

export const web = defineService({
  manifest: { name: "web" },
  roles: {
    server: {
      description: "Answers",
      interface: {
        port: option(t.port, { default: 80, description: "Where it listens" }),
        name: option(t.strMatching("[a-z]+")),
        size: option(t.enum(["small", "large"]), { default: "small" }),
        hosts: option(t.listOf(t.str)),
        tls: { enable: option(t.bool, { default: false }) },
        routes: option(t.attrsOf(t.submodule({ to: option(t.str), weight: option(t.ints.positive, { default: 1 }) }))),
      },
    },
    client: {},
  },
});
export const open = defineService({
  manifest: { name: "open" },
  roles: { member: { interface: [{ options: { known: option(t.int, { default: 1 }) }, freeformType: t.attrsOf(t.str) }] } },
});
`;
const script = `import { defineInventory } from "troupe";
import { open, web } from "./services.ts";
export default defineInventory({
  services: { web, open },
  machines: { alice: { tags: ["big"] }, bob: {} },
}).instances({ site: { service: "web" } });
`;
export const libraryInventory = { inputs: { lib: "./services.ts" }, machines: {}, instances: {} };
export const schemaFiles = {
  "services.ts": services,
  "troupe.ts": script,
  "inventory.json": JSON.stringify(libraryInventory),
};

/** Returns a function that validates inventories with the schema that `troupe schema` prints. */
async function makeValidator(): Promise<(inventory: unknown) => readonly string[]> {
  const { status, stdout, stderr } = await testProject(schemaFiles).troupe(["schema"]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const validate = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true }).compile(
    JSON.parse(stdout),
  );
  return (inventory) => {
    validate(inventory);
    return [
      ...new Set(
        (validate.errors ?? []).filter(isSpecific).map(({ instancePath, message }) => `${instancePath} ${message}`),
      ),
    ];
  };
}

let validator: ReturnType<typeof makeValidator> | undefined;
/** Returns the errors of an inventory by the schema. */
export const schemaErrors = async (inventory: unknown) => (await (validator ??= makeValidator()))(inventory);

/** False for errors about alternatives, which only repeat that an alternative has errors. */
const isSpecific = ({ keyword }: ErrorObject): boolean => !["anyOf", "if", "oneOf"].includes(keyword);
