import { describe, expect, test, vi } from "vitest";
import { lazy, mkAfter, mkBefore, mkDefault, mkForce, mkIf, mkMerge } from "../merge/wrappers.ts";
import { isTroupeError } from "../diagnostics/troupe-error.ts";
import { option } from "../options/option.ts";
import type { OptionTree } from "../model/option.ts";
import { t } from "../types/index.ts";
import { evalModules } from "./eval-modules.ts";
import type { ModuleLike } from "../model/module.ts";
import { force } from "./force.ts";

const values = (options: OptionTree, ...configs: readonly unknown[]): unknown =>
  force(evalModules({ modules: [{ options }, ...configs.map((config) => ({ config }))] }).config);

const codes = (modules: readonly ModuleLike[]): readonly string[] =>
  evalModules({ modules })
    .diagnostics()
    .map(({ code, path }) => `${code} ${path ?? ""}`);

describe("definitions", () => {
  test("merge: scalars must be equal, lists follow each other (later modules first), sets merge deeply", () => {
    const options = { n: option(t.int), list: option(t.listOf(t.str)), set: option(t.attrsOf(t.attrsOf(t.int))) };
    expect(
      values(options, { n: 1, list: ["a"], set: { x: { p: 1 } } }, { n: 1, list: ["b"], set: { x: { q: 2 }, y: {} } }),
    ).toEqual({
      n: 1,
      list: ["b", "a"],
      set: { x: { p: 1, q: 2 }, y: {} },
    });
  });

  test("of higher priority drop the others, at any depth", () => {
    const options = {
      a: option(t.attrsOf(t.int)),
      g: { x: option(t.int, { default: 1 }), y: option(t.int, { default: 1 }) },
    };
    expect(
      values(options, { a: { k: 1 } }, { a: mkForce({ m: 2 }) }, { g: mkDefault({ x: 2, y: 2 }) }, { g: { y: 3 } }),
    ).toEqual({
      a: { m: 2 },
      g: { x: 2, y: 3 },
    });
  });

  test("have an order", () => {
    expect(values({ l: option(t.lines) }, { l: mkAfter("z") }, { l: "m" }, { l: mkBefore("a") })).toEqual({
      l: "a\nm\nz",
    });
  });

  test("may be conditional on the rest of the configuration, as a whole or one by one", () => {
    const options = {
      on: option(t.bool, { default: false }),
      web: { port: option(t.port, { default: 80 }), names: option(t.listOf(t.str)) },
    };
    const module: ModuleLike = ({ config }) => ({
      config: mkMerge([
        mkIf(() => config.on, { web: { port: 8080, names: mkIf(() => config.web.port > 1024, ["high"]) } }),
        { web: { names: ["x"] } },
      ]),
    });
    const run = (on: boolean): unknown =>
      force(evalModules({ modules: [{ options }, module, { config: { on } }] }).config);
    expect(run(true)).toEqual({ on: true, web: { port: 8080, names: ["high", "x"] } });
    expect(run(false)).toEqual({ on: false, web: { port: 80, names: ["x"] } });
  });

  test("with the value undefined do not count", () => {
    const options = {
      a: option(t.int, { default: 1 }),
      l: option(t.listOf(t.str)),
      s: option(t.attrsOf(t.str)),
      g: { x: option(t.int, { default: 2 }) },
    };
    expect(
      values(
        options,
        { a: undefined, l: ["a", undefined], s: { x: undefined, y: "y" }, g: undefined },
        { g: { x: lazy(() => undefined) } },
      ),
    ).toEqual({
      a: 1,
      l: ["a"],
      s: { y: "y" },
      g: { x: 2 },
    });
  });

  test("in JSON's form are the same thing", () => {
    const json: unknown = JSON.parse(
      '{ "a": { "_type": "override", "priority": 50, "content": 9 }, "b": { "_type": "if", "condition": false, "content": 1 } }',
    );
    expect(values({ a: option(t.int), b: option(t.int, { default: 7 }) }, { a: 3 }, json)).toEqual({ a: 9, b: 7 });
  });
});

describe("a value function around several options", () => {
  const options = { a: option(t.int, { default: 0 }) };
  const content = (): never => {
    throw new Error("not available");
  };

  test("defines nothing if it throws and the condition is false", () => {
    expect(
      values(
        options,
        mkIf(() => false, content),
      ),
    ).toEqual({ a: 0 });
  });

  test("counts if it throws and the condition is true", () => {
    expect(codes([{ options }, { config: mkIf(() => true, content) }])).toEqual(["TRP1013 "]);
  });
});

describe("the configuration", () => {
  test("is computed when it is read, once", () => {
    const compute = vi.fn(() => 3);
    const { config } = evalModules<{ a: number; b: number }>({
      modules: [{ options: { a: option(t.int), b: option(t.int) } }, { config: { a: lazy(compute), b: 1 } }],
    });
    expect(config.b).toBe(1);
    expect(compute).not.toHaveBeenCalled();
    expect([config.a, config.a]).toEqual([3, 3]);
    expect(compute).toHaveBeenCalledTimes(1);
  });

  test("is made of plain objects", () => {
    const { config } = evalModules({
      modules: [{ options: { a: { b: option(t.int, { default: 1 }) }, c: option(t.listOf(t.int)) } }],
    });
    expect(Object.keys(config)).toEqual(["a", "c"]);
    expect(JSON.stringify(config)).toBe('{"a":{"b":1},"c":[]}');
    expect({ ...config }).toEqual({ a: { b: 1 }, c: [] });
    expect(structuredClone(config)).toEqual({ a: { b: 1 }, c: [] });
  });

  test("remembers errors", () => {
    const compute = vi.fn((): number => {
      throw new Error("no");
    });
    const evaluation = evalModules<{ a: number }>({
      modules: [{ options: { a: option(t.int) }, config: { a: lazy(compute) } }],
    });
    const errors = [0, 1].map(() => {
      try {
        return evaluation.config.a;
      } catch (error) {
        return error;
      }
    });
    expect(isTroupeError(errors[0])).toBe(true);
    expect(errors[1]).toBe(errors[0]);
    expect(compute).toHaveBeenCalledTimes(1);
  });

  test("is there as far as it can be: one broken option does not hide the others", () => {
    const options = { a: option(t.int), b: option(t.int), c: option(t.int, { default: 3 }) };
    const evaluation = evalModules<{ b: number; c: number }>({ modules: [{ options, config: { a: "x", b: 1 } }] });
    expect([evaluation.config.b, evaluation.config.c]).toEqual([1, 3]);
    expect(evaluation.diagnostics().map(({ code }) => code)).toEqual(["TRP1002"]);
  });

  test("may be a long chain of values that need each other", () => {
    const names = Array.from({ length: 5000 }, (_, index) => `a${index}`);
    const module: ModuleLike = ({ config }) => ({
      options: Object.fromEntries(names.map((name) => [name, option(t.int)])),
      config: Object.fromEntries(
        names.map((name, index) => [name, index === 0 ? 0 : lazy<number>(() => config[names[index - 1]!] + 1)]),
      ),
    });
    const { config } = evalModules<Record<string, number>>({ modules: [module] });
    expect(config["a4999"]).toBe(4999);
  });

  test("may apply a function to the merged value", () => {
    expect(
      values({ a: option(t.listOf(t.str), { apply: (list) => list.toSorted() }) }, { a: ["z"] }, { a: ["b"] }),
    ).toEqual({
      a: ["b", "z"],
    });
  });

  test("takes undeclared definitions if there is a type for them", () => {
    const modules: readonly ModuleLike[] = [
      { freeformType: t.attrsOf(t.attrsOf(t.int)), options: { a: { x: option(t.str, { default: "s" }) } } },
      { config: { a: { y: 1 }, b: { z: 2 } } },
    ];
    expect(force(evalModules({ modules }).config)).toEqual({ a: { x: "s", y: 1 }, b: { z: 2 } });
  });
});

describe("modules", () => {
  const options = { a: option(t.listOf(t.str)) };

  test("with the same key count once; disabled ones do not count, nor what only they import", () => {
    const shared: ModuleLike = { key: "shared", config: { a: ["shared"] } };
    const off: ModuleLike = { key: "off", imports: [{ config: { a: ["below off"] } }], config: { a: ["off"] } };
    const { config } = evalModules({
      modules: [{ options }, shared, { imports: [shared, off] }, { disabledModules: ["off"] }],
    });
    expect(force(config)).toEqual({ a: ["shared"] });
  });

  test("may be functions of arguments, also in their imports", () => {
    const module: ModuleLike = ({ flag, name }) => ({
      imports: flag === true ? [{ config: { a: [name as string] } }] : [],
    });
    const { config } = evalModules({
      modules: [{ options }, module],
      specialArgs: { flag: true },
      args: { name: "n" },
    });
    expect(force(config)).toEqual({ a: ["n"] });
  });

  test("get their arguments without anybody reading them", () => {
    const compute = vi.fn(() => 3);
    const args = Object.defineProperty({}, "late", { get: compute, enumerable: true });
    const module: ModuleLike = (all) => ({
      options: { n: option(t.int) },
      config: { n: lazy<number>(() => all["late"]) },
    });
    const evaluation = evalModules({ modules: [module], args });
    expect(evaluation.diagnostics()).toEqual([]);
    const other = evalModules({ modules: [() => ({})], args, specialArgs: args });
    expect([other.diagnostics(), compute.mock.calls.length, force(evaluation.config)]).toEqual([[], 1, { n: 3 }]);
  });

  test("are called once", () => {
    const module = vi.fn(() => ({ options }));
    const evaluation = evalModules({ modules: [module] });
    expect(module).not.toHaveBeenCalled();
    force(evaluation.config);
    evaluation.diagnostics();
    expect(module).toHaveBeenCalledTimes(1);
  });

  test("can be added later", () => {
    const base = evalModules({ modules: [{ options }, { config: { a: ["x"] } }] });
    expect(force(base.extendModules([{ config: { a: ["y"] } }]).config)).toEqual({ a: ["y", "x"] });
    expect(force(base.config)).toEqual({ a: ["x"] });
  });

  test("of the right class, or of none, are accepted", () => {
    expect(codes([{ options }, { class: "linux" }])).toEqual([]);
    expect(
      evalModules({ class: "linux", modules: [{ class: "linux" }, {}, { class: "nixos" }] }).diagnostics(),
    ).toHaveLength(1);
  });

  test("may declare an option together", () => {
    const level = (values: readonly string[]): ModuleLike => ({ options: { level: option(t.enum(values)) } });
    expect(
      force(evalModules({ modules: [level(["low"]), level(["high"]), { config: { level: "high" } }] }).config),
    ).toEqual({
      level: "high",
    });
  });
});

describe("options", () => {
  test("say where they come from and what became of them", () => {
    const site = { file: "a.ts", line: 3 };
    const { options } = evalModules({
      modules: [
        { site, options: { a: option(t.int, { default: 1, description: "an a" }), b: option(t.int) } },
        { site: { file: "b.ts" }, config: { a: mkDefault(2) } },
      ],
    });
    const a = options["a"];
    expect(a).toMatchObject({
      path: ["a"],
      isDefined: true,
      highestPriority: 1000,
      value: 2,
      declarations: [site],
      sites: [{ file: "b.ts", pointer: ["a"] }],
    });
    expect(options["b"]).toMatchObject({ isDefined: false, highestPriority: 9999 });
  });
});
