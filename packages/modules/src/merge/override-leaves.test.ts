import { expect, test } from "vitest";
import { evalModules } from "../evaluate/eval-modules.ts";
import { force } from "../evaluate/force.ts";
import { option } from "../options/option.ts";
import { t } from "../types/index.ts";
import { overrideLeaves } from "./override-leaves.ts";
import { mkForce } from "./wrappers.ts";

test("overrideLeaves weakens each value on its own, through groups, sets and submodules", () => {
  const options = {
    retention: { daily: option(t.int), weekly: option(t.int) },
    users: option(t.attrsOf(t.submodule({ shell: option(t.str), limits: { cpu: option(t.int), mem: option(t.int) } }))),
    list: option(t.listOf(t.int)),
  };
  const weak = {
    retention: { daily: 1, weekly: mkForce(1) },
    users: { jon: { shell: "sh", limits: { cpu: 1, mem: 1 } } },
    list: [1],
  };
  const strong = { retention: { daily: 2, weekly: 2 }, users: { jon: { limits: { cpu: 2 } } }, list: [2] };
  const modules = [{ options }, { config: overrideLeaves(1200, weak, options) }, { config: strong }];
  expect(force(evalModules({ modules }).config)).toEqual({
    retention: { daily: 2, weekly: 1 },
    users: { jon: { shell: "sh", limits: { cpu: 2, mem: 1 } } },
    list: [2],
  });
});
