import { expect, test } from "vitest";
import type { Module } from "../../model/module.ts";
import { option } from "../../options/option.ts";
import { t } from "../index.ts";

const schemaOf = (...modules: readonly Module[]) => t.submoduleWith({ modules }).jsonSchema();

test("the schema of a submodule lists a required option once that two modules declare", () => {
  expect(schemaOf({ options: { port: option(t.port) } }, { options: { port: option(t.port) } })["required"]).toEqual([
    "port",
  ]);
});

test("the schema of a submodule does not require an option with a default in any of its declarations", () => {
  const schema = schemaOf(
    { options: { port: option(t.port, { default: 80 }) } },
    { options: { port: option(t.port) } },
  );
  expect(schema["required"]).toBeUndefined();
  expect(schema["properties"]).toMatchObject({ port: { default: 80 } });
});

test("the schema of a submodule merges groups that several modules declare", () => {
  const schema = schemaOf(
    { options: { limits: { size: option(t.int) } } },
    { options: { limits: { age: option(t.str) } } },
  );
  expect(schema["properties"]).toMatchObject({
    limits: { properties: { size: { type: "integer" }, age: { type: "string" } } },
  });
});

test("the schema of a submodule has the options of imported modules", () => {
  const inner: Module = { options: { host: option(t.str) } };
  expect(
    schemaOf({ imports: [{ imports: [inner] }, inner], options: { port: option(t.port, { default: 80 }) } }),
  ).toEqual({
    type: "object",
    properties: { host: { type: "string" }, port: { type: "integer", minimum: 0, maximum: 65535, default: 80 } },
    required: ["host"],
    additionalProperties: false,
  });
});

test("the schema of a submodule is open if an import is a function or has a freeform type", () => {
  for (const imported of [() => ({}), { freeformType: t.str }]) {
    const schema = schemaOf({ imports: [imported], options: { host: option(t.str) } });
    expect(schema).toEqual({ type: "object", properties: { host: { type: "string" } }, required: ["host"] });
  }
});

test("the schema of a submodule leaves out disabled modules and repeated keys", () => {
  const disabled: Module = { key: "disabled", options: { host: option(t.str) } };
  const copies: readonly Module[] = [1, 2].map((port) => ({
    key: "copy",
    options: { port: option(t.port, { default: port }) },
  }));
  expect(schemaOf({ imports: [disabled, ...copies], disabledModules: ["disabled"] })["properties"]).toEqual({
    port: { type: "integer", minimum: 0, maximum: 65535, default: 1 },
  });
});

test("the schema of a submodule whose modules import each other reports the cycle", () => {
  const imports: Module[] = [];
  imports.push({ key: "inner", imports: [{ key: "outer", imports }] });
  expect(() => schemaOf({ key: "outer", imports })).toThrow("imports");
});
