import { describe, expect, test } from "vitest";
import { mkBefore, mkDefault, mkForce, mkIf } from "../merge/wrappers.ts";
import { describeSite } from "../diagnostics/site.ts";
import { option } from "../options/option.ts";
import { t } from "../types/index.ts";
import { evalModules } from "./eval-modules.ts";
import type { ModuleLike } from "../model/module.ts";

const user = t.submodule({ shell: option(t.str, { default: "/bin/sh" }), groups: option(t.listOf(t.str)) });
const options = {
  users: option(t.attrsOf(user)),
  routes: option(t.listOf(t.submodule({ to: option(t.str) }))),
  web: { port: option(t.port, { default: 80 }) },
};

const at = (line: number, config: unknown): ModuleLike => ({
  site: { file: "inventory.json", line, label: `line ${line}`, origin: "machine jon" },
  config,
});

const evaluation = evalModules({
  modules: [
    { site: { file: "options.ts" }, options },
    at(1, { users: { jon: { shell: mkDefault("/bin/bash"), groups: ["wheel"] } }, web: { port: 8080 } }),
    at(2, {
      users: { jon: { shell: "/bin/zsh", groups: mkIf(false, ["never"]) } },
      routes: [{ to: "a" }, { to: "b" }],
    }),
    at(3, { web: mkForce({ port: 443 }) }),
  ],
});

const lines = (...path: readonly string[]): readonly string[] =>
  evaluation.definitionsAt(path).map(({ site, priority, status, value }) => {
    return `${describeSite(site)} ${(site.pointer ?? []).join("/")}: ${JSON.stringify(value)} ${priority} ${status}`;
  });

describe("definitionsAt", () => {
  test("tells every definition of an option, its default among them", () => {
    expect(lines("web", "port")).toMatchInlineSnapshot(`
      [
        "options.ts (default) : 80 1500 overridden",
        "inventory.json:3 (line 3) web/content/port: 443 50 used",
        "inventory.json:1 (line 1) web/port: 8080 100 overridden",
      ]
    `);
  });

  test("tells the place that mkOrder gives", () => {
    const { definitionsAt } = evalModules({
      modules: [
        { options: { list: option(t.listOf(t.int)) } },
        at(1, { list: mkForce(mkBefore([1])) }),
        at(2, { list: [2] }),
      ],
    });
    expect(definitionsAt(["list"]).map(({ value, order }) => ({ value, order }))).toEqual([
      { value: [2], order: undefined },
      { value: [1], order: 500 },
    ]);
  });

  test("finds nothing inside null", () => {
    const web = option(t.nullOr(t.submodule({ port: option(t.port) })), { default: null });
    const portOf = (...modules: readonly ModuleLike[]) =>
      evalModules({ modules: [{ options: { web } }, ...modules] }).definitionsAt(["web", "port"]);
    expect(portOf()).toEqual([]);
    expect(portOf(at(1, { web: { port: 1 } }), at(2, { web: mkDefault(null) })).map(({ site }) => site.line)).toEqual([
      1,
    ]);
  });

  test("computes nothing that a false condition guards", () => {
    const guarded = mkIf(
      () => false,
      () => ([] as string[])[0]!.trim(),
    );
    const { definitionsAt } = evalModules({
      modules: [{ options: { name: option(t.str, { default: "" }) }, config: { name: guarded } }],
    });
    expect(definitionsAt(["name"]).map(({ status }) => status)).toEqual(["used", "condition-false"]);
  });

  test("goes into sets and submodules", () => {
    expect(lines("users", "jon", "shell")).toMatchInlineSnapshot(`
      [
        "default : "/bin/sh" 1500 overridden",
        "inventory.json:1 (line 1) users/jon/shell: "/bin/bash" 1000 overridden",
        "inventory.json:2 (line 2) users/jon/shell: "/bin/zsh" 100 used",
      ]
    `);
    expect(lines("users", "jon", "groups")).toMatchInlineSnapshot(`
      [
        "inventory.json:1 (line 1) users/jon/groups: ["wheel"] 100 used",
        "inventory.json:2 (line 2) users/jon/groups/content: ["never"] 100 condition-false",
      ]
    `);
    expect(lines("users", "jon")).toHaveLength(2);
  });

  test("goes into lists, by index", () => {
    expect(lines("routes", "1", "to")).toMatchInlineSnapshot(`
      [
        "inventory.json:2 (line 2) routes/1/to: "b" 100 used",
      ]
    `);
  });

  test("keeps what an override above has dropped", () => {
    const { definitionsAt } = evaluation.extendModules([at(9, { users: mkForce({ jon: { shell: "/bin/false" } }) })]);
    expect(definitionsAt(["users", "jon", "shell"]).map(({ value, status }) => `${String(value)} ${status}`))
      .toMatchInlineSnapshot(`
      [
        "/bin/zsh overridden",
        "/bin/bash overridden",
        "/bin/sh overridden",
        "/bin/false used",
      ]
    `);
  });

  test("tells what is defined in a group as a whole", () => {
    expect(lines("web")).toMatchInlineSnapshot(`
      [
        "inventory.json:3 (line 3) web: {"port":443} 50 used",
        "inventory.json:1 (line 1) web: {"port":8080} 100 used",
      ]
    `);
  });

  test("goes into what has no option but a freeform type", () => {
    const open = t.submodule({ port: option(t.port) }, { freeformType: t.attrsOf(t.int) });
    const { definitionsAt } = evalModules({
      modules: [{ options: { a: option(open) } }, at(1, { a: { x: 1, port: 2 } }), at(2, { a: { x: mkForce(5) } })],
    });
    expect(
      definitionsAt(["a", "x"]).map(({ value, status, site }) => `${String(value)} ${status} ${site.line}`),
    ).toEqual(["1 overridden 1", "5 used 2"]);
  });

  test("says who contributed a definition", () => {
    expect(evaluation.definitionsAt(["users", "jon", "shell"]).at(-1)?.site.origin).toBe("machine jon");
  });

  test("is empty where nothing is declared", () => {
    expect(lines("nothing", "here")).toEqual([]);
  });
});
