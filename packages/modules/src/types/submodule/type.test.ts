import { describe, expect, test, vi } from "vitest";
import { lazy, mkForce, mkIf } from "../../merge/wrappers.ts";
import { evalModules } from "../../evaluate/eval-modules.ts";
import type { ModuleLike } from "../../model/module.ts";
import { force } from "../../evaluate/force.ts";
import { option } from "../../options/option.ts";
import type { OptionTree } from "../../model/option.ts";
import { t } from "../index.ts";

const values = (options: OptionTree, ...configs: readonly unknown[]): unknown =>
  force(evalModules({ modules: [{ options }, ...configs.map((config) => ({ config }))] }).config);

describe("submodules", () => {
  const host = t.submodule(({ name, config }) => ({
    name: option(t.str, { default: name }),
    port: option(t.port, { default: 80 }),
    url: option(t.str, { default: lazy(() => `http://${config.name}:${config.port}`) }),
  }));

  test("know their name, and their own values", () => {
    expect(values({ hosts: option(t.attrsOf(host)) }, { hosts: { a: {}, b: { port: 8080 } } })).toEqual({
      hosts: { a: { name: "a", port: 80, url: "http://a:80" }, b: { name: "b", port: 8080, url: "http://b:8080" } },
    });
  });

  test("merge option by option", () => {
    const options = { hosts: option(t.attrsOf(host)) };
    expect(values(options, { hosts: { a: { port: 1 } } }, { hosts: { a: { port: mkForce(2), name: "x" } } })).toEqual({
      hosts: { a: { name: "x", port: 2, url: "http://x:2" } },
    });
  });

  test("call the function of their options once for each name, whatever number of evaluations", () => {
    const tree = vi.fn(({ name }: { readonly name: string }) => ({ name: option(t.str, { default: name }) }));
    const options = { hosts: option(t.attrsOf(t.submodule(tree))) };
    for (let round = 0; round < 3; round++) values(options, { hosts: { a: {}, b: {} } });
    expect(tree).toHaveBeenCalledTimes(2);
  });

  test("can be open, and bring definitions along", () => {
    const open = t.submodule(
      { mode: option(t.str) },
      { freeformType: t.attrsOf(t.int), config: { mode: "auto" }, description: "settings" },
    );
    expect(values({ a: option(open) }, { a: { x: 1 } })).toEqual({ a: { mode: "auto", x: 1 } });
    expect(open.description).toBe("settings");
  });

  test("get further options from other declarations", () => {
    const modules: readonly ModuleLike[] = [
      { options: { a: option(t.submodule({ x: option(t.int, { default: 1 }) })) } },
      { options: { a: { y: option(t.int, { default: 2 }) } } },
      { options: { a: option(t.submodule({ z: option(t.int, { default: 3 }) })) }, config: { a: { y: 5 } } },
    ];
    expect(force(evalModules({ modules }).config)).toEqual({ a: { x: 1, y: 5, z: 3 } });
  });

  test("do not compute values that are not read", () => {
    const broken = lazy<number>(() => {
      throw new Error("read");
    });
    const { config } = evalModules<{ hosts: Record<string, { port: number }> }>({
      modules: [
        {
          options: { hosts: option(t.attrsOf(host)) },
          config: { hosts: { a: { port: 1 }, b: { port: broken }, c: mkIf(false, {}) } },
        },
      ],
    });
    expect(Object.keys(config.hosts)).toEqual(["a", "b"]);
    expect(config.hosts["a"]?.port).toBe(1);
    expect(() => config.hosts["b"]?.port).toThrow("read");
  });

  test("made of modules have module functions, special arguments and classes", () => {
    const type = t.submoduleWith({
      modules: [
        ({ name, unit, config }) => ({
          options: { id: option(t.str), shown: option(t.str) },
          config: { id: name as string, shown: lazy(() => `${config.id} ${unit}`) },
        }),
      ],
      specialArgs: { unit: "MB" },
      class: "x",
    });
    expect(values({ a: option(t.attrsOf(type)) }, { a: { disk: {} } })).toEqual({
      a: { disk: { id: "disk", shown: "disk MB" } },
    });
  });
});
