/**
 * Asking for the definitions of an option failed if one that is overridden cannot be computed, though the value is
 * fine.
 */
import { evalModules, lazy, mkDefault, mkForce, option, t } from "@troupe/modules";
import { expect, test } from "vitest";

test("a definition that does not count may fail", () => {
  const failing = (): never => {
    throw new Error("nobody needs this");
  };
  const modules = [
    { options: { port: option(t.port) } },
    { config: { port: mkForce(80) } },
    { config: { port: mkDefault(lazy(failing)) } },
  ];
  const { config, definitionsAt } = evalModules({ modules });
  expect(config["port"]).toBe(80);
  expect(definitionsAt(["port"]).map(({ status, priority }) => [status, priority])).toEqual([
    ["overridden", 1000],
    ["used", 50],
  ]);
});
