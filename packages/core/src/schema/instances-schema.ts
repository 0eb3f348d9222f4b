/** The schema of instances: which service each is of decides which roles and settings it may have. */
import type { JsonSchema } from "@troupe/modules";
import type { InventoryModel } from "../model/evaluation.ts";
import type { OfferedService } from "../model/instance.ts";
import { freeName } from "../names.ts";
import type { Meta } from "../model/meta.ts";
import { definitionSchema, type SchemaDefinitions } from "./definition-schema.ts";
import { extensionsSchema } from "./extensions-schema.ts";
import { descriptionAt } from "./option-schema.ts";
import { interfaceSchema } from "./interface-schema.ts";

/** Schemas of the names that may be referred to, and of filters that hold them. */
export interface Names {
  readonly machine: JsonSchema;
  readonly tag: JsonSchema;
  readonly filter: JsonSchema;
}

/** The schema of a section `instances`: the inventory's own, or that of a cluster. */
export function instancesSchema(
  inventory: InventoryModel,
  names: Names,
  definitions: SchemaDefinitions,
  cluster?: string,
): JsonSchema {
  const offered = inventory.offered();
  const roles = new Map(
    offered.map((service) => [service.id, rolesSchema(service, inventory.meta, names, definitions)]),
  );
  const instance = definitions.define("instance", {
    type: "object",
    properties: {
      service: { ...descriptionAt("instances", "*", "service"), enum: distinct(offered.map(({ name }) => name)) },
      module: {
        type: "object",
        properties: {
          name: {
            ...descriptionAt("instances", "*", "module", "name"),
            enum: distinct(offered.map(({ name }) => name)),
          },
          input: {
            ...descriptionAt("instances", "*", "module", "input"),
            enum: distinct(["self", ...offered.map(({ input }) => input)]),
          },
        },
        additionalProperties: false,
      },
      extensions: extensionsSchema(inventory, "service", definitions),
      roles: { ...descriptionAt("instances", "*", "roles"), type: "object" },
    },
    additionalProperties: false,
    allOf: offered.map((service) => rolesIf(isOf(service), roles.get(service.id)!)),
  });
  const namesNone = definitions.define("an instance that names no service", {
    not: {
      anyOf: [{ required: ["service"] }, { required: ["module"], properties: { module: { required: ["name"] } } }],
    },
  });
  const ofService = (id: string): JsonSchema =>
    definitions.define(`instance, if it does not say otherwise of ${id}`, {
      allOf: [instance, rolesIf(namesNone, roles.get(id) ?? {})],
    });
  // An instance that does not say its service is of the one that another source says, or of the one of its own name.
  const known = new Map([
    ...offered.filter(({ input }) => input === "self").map(({ id, name }) => [name, id] as const),
    ...inventory.services.flatMap(({ id, instances }) =>
      instances
        .filter((instance) => instance.cluster === cluster && instance.path!.includes("instances"))
        .map(({ path }) => [path!.at(-1)!, id] as const),
    ),
  ]);
  return {
    type: "object",
    propertyNames: { pattern: freeName.pattern.source },
    properties: Object.fromEntries([...known].map(([name, id]) => [name, ofService(id)])),
    additionalProperties: { allOf: [instance, { anyOf: [{ required: ["service"] }, { required: ["module"] }] }] },
  };
}

/** The schema of an instance's roles where it is of some kind. */
// oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
const rolesIf = (kind: JsonSchema, roles: JsonSchema): JsonSchema => ({ if: kind, then: { properties: { roles } } });

const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)];

/** Holds for an instance that names this service. */
function isOf({ input, name }: OfferedService): JsonSchema {
  const says = { properties: { input: { const: input } } };
  // An input that is not said is the inventory's own.
  const inside =
    input === "self"
      ? { properties: { module: says } }
      : { required: ["module"], properties: { module: { ...says, required: ["input"] } } };
  const named = { const: name };
  return {
    allOf: [
      {
        anyOf: [
          { required: ["service"], properties: { service: named } },
          { required: ["module"], properties: { module: { required: ["name"], properties: { name: named } } } },
        ],
      },
      inside,
    ],
  };
}

function rolesSchema(
  { id, definition }: OfferedService,
  meta: Meta,
  names: Names,
  definitions: SchemaDefinitions,
): JsonSchema {
  const roles = Object.entries(definition.roles ?? {}).map(([role, { description, interface: declared = {} }]) => {
    const settings = definitionSchema(interfaceSchema(declared, meta), `settings of ${id} ${role}`, definitions);
    return [role, definitions.define(`role ${role} of ${id}`, roleSchema(settings, description, names))];
  });
  return definitions.define(`roles of ${id}`, {
    type: "object",
    properties: Object.fromEntries(roles) as object,
    additionalProperties: false,
  });
}

function roleSchema(settings: JsonSchema, description: string | undefined, names: Names): JsonSchema {
  const role = ["instances", "*", "roles", "*"];
  const own = { settings: { ...settings, ...descriptionAt(...role, "settings") } };
  const withDefaults = { ...own, defaults: { ...settings, ...descriptionAt(...role, "defaults") } };
  const members = (kind: "machines" | "tags", name: JsonSchema, properties: object): JsonSchema => ({
    ...descriptionAt(...role, kind),
    anyOf: [
      {
        type: "object",
        propertyNames: name,
        additionalProperties: { type: "object", properties, additionalProperties: false },
      },
      { type: "array", items: name },
    ],
  });
  return {
    ...(description !== undefined && { description }),
    type: "object",
    properties: {
      machines: members("machines", names.machine, own),
      tags: members("tags", names.tag, withDefaults),
      select: {
        ...descriptionAt(...role, "select"),
        type: "array",
        items: {
          type: "object",
          properties: { filter: names.filter, ...withDefaults },
          required: ["filter"],
          additionalProperties: false,
        },
      },
      ...withDefaults,
      extraModules: { ...descriptionAt(...role, "extraModules"), type: "array" },
    },
    additionalProperties: false,
  };
}
