/** What a definition of a submodule said about its evaluation (`_module`) was among its values. */
import { evalModules, force, option, t } from "@troupe/modules";
import { expect, test } from "vitest";

test("it is not, whether the values are ready or merged", () => {
  const units = option(t.attrsOf(t.submodule({ port: option(t.port, { default: 80 }) })));
  const valuesOf = (config: object) =>
    force(evalModules({ modules: [{ options: { units } }, { config: { units: { config } } }] }).config);
  const values = { units: { config: { port: 80 } } };
  expect(valuesOf({})).toEqual(values);
  expect(valuesOf({ _module: {} })).toEqual(values);
  expect(valuesOf({ _module: { check: true } })).toEqual(values);
});
