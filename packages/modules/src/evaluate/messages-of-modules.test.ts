/** The messages about modules, conditions and types (TRP1009 to TRP1022), as they are printed. */
import { expect, test } from "vitest";
import { formatDiagnostic } from "../diagnostics/troupe-error.ts";
import { lazy, mkDefault, mkIf } from "../merge/wrappers.ts";
import type { ModuleLike } from "../model/module.ts";
import { option } from "../options/option.ts";
import { t } from "../types/index.ts";
import { evalModules } from "./eval-modules.ts";
import { json, problems, ts } from "./testing/problems.ts";

test("TRP1009: a module of another class", () => {
  const { diagnostics } = evalModules({
    class: "linux",
    modules: [{ key: "mac", class: "darwin", site: { file: "mac.ts", line: 1 } }],
  });
  expect(diagnostics().map(formatDiagnostic).join("\n\n")).toMatchInlineSnapshot(`
    "TRP1009 The module "mac" is of class "darwin" and cannot be used where class "linux" is expected.
      at mac.ts:1
      hint: Import a module of class "linux", or one without a class if it means the same everywhere."
  `);
});

test("TRP1010: things that are not modules, all at once", () => {
  const strange = [{ confg: {} }, [{}], 5, mkDefault({})] as readonly unknown[] as readonly ModuleLike[];
  const { diagnostics } = evalModules({ modules: [{ site: { file: "m.ts", line: 4 }, imports: strange }] });
  expect(diagnostics().map(formatDiagnostic).join("\n\n")).toMatchInlineSnapshot(`
    "TRP1010 A module has no \`confg\`.
      at m.ts:4
      hint: Did you mean "config"? Definitions go into \`config\`.

    TRP1010 A module is expected, but this is a list.
      at m.ts:4
      hint: Remove one level of lists.

    TRP1010 A module is expected, but this is an integer.
      at m.ts:4
      hint: A module is an object such as { options, config, imports }, or a function that returns one; wrappers go into its config.

    TRP1010 A module is expected, but this is mkDefault({}).
      at m.ts:4
      hint: A module is an object such as { options, config, imports }, or a function that returns one; wrappers go into its config."
  `);
});

test("TRP1010: modules with parts of the wrong kind", () => {
  const strange = [
    { imports: {} },
    { options: [] },
    Promise.resolve({}),
  ] as readonly unknown[] as readonly ModuleLike[];
  const { diagnostics } = evalModules({ modules: [{ site: { file: "m.ts", line: 4 }, imports: strange }] });
  expect(diagnostics().map(formatDiagnostic).join("\n\n")).toMatchInlineSnapshot(`
    "TRP1010 The \`imports\` of a module must be a list, but is an object.
      at m.ts:4
      hint: Write imports: […].

    TRP1010 The \`options\` of a module must be a tree of options, but is a list.
      at m.ts:4
      hint: Write options: { … }.

    TRP1010 A module is expected, but this is a promise.
      at m.ts:4
      hint: A module is an object such as { options, config, imports }, or a function that returns one; wrappers go into its config."
  `);
});

test("TRP1011: a condition that is not a boolean", () => {
  expect(problems({ a: option(t.int) }, ts(3, { a: mkIf((() => null) as never, 1) }))).toMatchInlineSnapshot(`
    "TRP1011 A mkIf in the definitions of \`a\` has a condition that is null instead of true or false.
      at troupe.ts:3
      hint: Compare explicitly: mkIf(value !== null, …)."
  `);
});

test("TRP1012: reading config while modules are collected", () => {
  const early: ModuleLike = ({ config }) => ({ config: { url: `http://${config.host}` } });
  expect(problems({ host: option(t.str), url: option(t.str) }, early)).toMatchInlineSnapshot(`
    "TRP1012 A module reads \`config.host\` too early: what modules say is still being collected, so nothing has a value yet.
      hint: Read it inside a function: lazy(() => config.host…) for a value, mkIf(() => config.host…, () => …) for a condition. Which modules are imported cannot depend on it."
  `);
});

test("TRP1013: a definition that throws", () => {
  const fails = lazy<number>(() => {
    throw new Error("no such file");
  });
  expect(problems({ a: option(t.int) }, ts(3, { a: fails }))).toMatchInlineSnapshot(`
    "TRP1013 Computing \`a\` failed: no such file
      at troupe.ts:3"
  `);
});

test("TRP1014: a value where there are options", () => {
  expect(
    problems(
      { web: { port: option(t.port, { default: 80 }), host: option(t.str, { default: "" }) } },
      ts(3, { web: 80 }),
    ),
  ).toMatchInlineSnapshot(`
      "TRP1014 \`web\` is a group of options ({ … }), but is set to an integer.
        at troupe.ts:3: 80
        hint: Set the options in it: port, host."
    `);
});

test("TRP1015: several definitions of something unique", () => {
  expect(problems({ a: option(t.unique(t.int, "Only one module may choose it.")) }, ts(3, { a: 1 }), ts(9, { a: 1 })))
    .toMatchInlineSnapshot(`
      "TRP1015 \`a\` may be set once, but is set several times. Only one module may choose it.
        at troupe.ts:3: 1
        at troupe.ts:9: 1
        hint: Keep one of them, or put mkForce around the one that is to win."
    `);
});

test("TRP1016: null and not null", () => {
  expect(problems({ a: option(t.nullOr(t.int)) }, ts(3, { a: 1 }), ts(9, { a: null }))).toMatchInlineSnapshot(`
    "TRP1016 \`a\` is set to values of different kinds: null and a whole number.
      at troupe.ts:3: 1
      at troupe.ts:9: null
      hint: Keep one kind, or put mkForce around the definition that is to win."
  `);
});

test("TRP1017: a wrapper in a string", () => {
  const port = mkDefault<number>(80);
  expect(problems({ url: option(t.str) }, ts(3, { url: lazy(() => `http://localhost:${port}`) })))
    .toMatchInlineSnapshot(`
    "TRP1017 What mkDefault, mkForce or mkOverride returns is used as text. It is not the value itself, but says how strong one is.
      at troupe.ts:3
      hint: Put the wrapper around the whole text: mkDefault(\`…\`)."
  `);
  expect(problems({ url: option(t.str) }, ts(3, { url: lazy(() => `http://${lazy<string>(() => "x")}`) })))
    .toMatchInlineSnapshot(`
    "TRP1017 What lazy returns is used as text. It is not the value itself, but says how one is computed later.
      at troupe.ts:3
      hint: Put the whole text inside: lazy(() => \`…\`)."
  `);
});

test("TRP1018: something that is not an option", () => {
  expect(problems({ a: t.int } as never)).toMatchInlineSnapshot(`
    "TRP1018 \`a\` is declared as a type, but it must be an option, or an object with options in it.
      at options.ts:1
      hint: Write option(…) around a type: option(t.str), or option(t.int, { default: 3 })."
  `);
  expect(problems({ a: { b: 5 }, c: null, d: option(t.int) } as never)).toMatchInlineSnapshot(`
    "TRP1018 \`a.b\` is declared as an integer, but it must be an option, or an object with options in it.
      at options.ts:1
      hint: Write option(…) around a type: option(t.str), or option(t.int, { default: 3 }).

    TRP1018 \`c\` is declared as null, but it must be an option, or an object with options in it.
      at options.ts:1
      hint: Write option(…) around a type: option(t.str), or option(t.int, { default: 3 }).

    TRP1004 \`d\` has to be set: it has no default.
      at options.ts:1: declared here
      hint: Set it to a whole number."
  `);
});

test("TRP1019: modules that import each other", () => {
  const a: ModuleLike = { key: "a", imports: [() => ({ key: "b", imports: [a] })] };
  expect(problems({}, { key: "x", imports: [{ key: "y", imports: [{ key: "x" }] }] })).toMatchInlineSnapshot(`
    "TRP1019 The module "x" imports itself.
      "x" imports "y"
      "y" imports "x"
      hint: Remove one of these imports."
  `);
  expect(problems({}, a)).toMatchInlineSnapshot(`
    "TRP1019 The module "a" imports itself.
      "a" imports "b"
      "b" imports "a"
      hint: Remove one of these imports."
  `);
});

test("TRP1020: types that make no sense", () => {
  expect(() => t.ints.between(5, 3)).toThrowErrorMatchingInlineSnapshot(
    `[TroupeError: TRP1020 ints.between(5, 3): the first bound must not be greater than the second.]`,
  );
  expect(() => t.oneOf([])).toThrowErrorMatchingInlineSnapshot(`[TroupeError: TRP1020 oneOf needs at least one type.]`);
});

test("TRP1021: names that depend on values", () => {
  const module: ModuleLike = ({ config }) => ({ config: { web: lazy(() => ({ port: config.web.other })) } });
  expect(problems({ web: { port: option(t.port), other: option(t.port, { default: 1 }) } }, module))
    .toMatchInlineSnapshot(`
    "TRP1021 Which options are set in \`web\` depends on a value that is only known once that is settled.
      web.other needs what is defined in web
      what is defined in web needs web.other
      hint: Write the names outright, and let only their values read \`config\`: { port: lazy(() => config.other) }, also inside mkIf(() => …, …)."
  `);
});

test("TRP1021: the commonest way to get there", () => {
  const module: ModuleLike = ({ config }) => ({
    site: { file: "web.ts", line: 5 },
    config: mkIf(
      () => config.enable,
      () => ({ url: `http://${config.host}` }),
    ),
  });
  const options = {
    enable: option(t.bool, { default: true }),
    host: option(t.str, { default: "h" }),
    url: option(t.str, { default: "" }),
  };
  expect(problems(options, module)).toMatchInlineSnapshot(`
    "TRP1021 Which options are set in the configuration depends on a value that is only known once that is settled.
      at web.ts:5: in this definition
      the configuration needs what is defined in the configuration
      what is defined in the configuration needs the configuration
      hint: Write the names outright, and let only their values read \`config\`: { port: lazy(() => config.other) }, also inside mkIf(() => …, …)."
  `);
});

test("TRP1022: wrappers in JSON that lack something", () => {
  const options = { port: option(t.port, { default: 1 }), tls: { enable: option(t.bool, { default: false }) } };
  const wrong = [
    { port: { _type: "override", priority: "50", content: 80 } },
    { port: { _type: "order", content: 80 } },
    { port: { _type: "merge", contents: 80 } },
    { tls: { _type: "override", priority: null, content: {} } },
  ];
  expect(wrong.map((config) => problems(options, json(3, config))).join("\n\n")).toMatchInlineSnapshot(`
    "TRP1022 \`port\` is set with "_type": "override", whose "priority" must be a number, but is a string.
      at inventory.json:3:5
      hint: Write { "_type": "override", "priority": 50, "content": … }.

    TRP1022 \`port\` is set with "_type": "order", whose "priority" must be a number, but is missing.
      at inventory.json:3:5
      hint: Write { "_type": "order", "priority": 500, "content": … }.

    TRP1022 \`port\` is set with "_type": "merge", whose "contents" must be a list, but is an integer.
      at inventory.json:3:5
      hint: Write { "_type": "merge", "contents": [ … ] }.

    TRP1022 \`tls\` is set with "_type": "override", whose "priority" must be a number, but is null.
      at inventory.json:3:5
      hint: Write { "_type": "override", "priority": 50, "content": … }."
  `);
});
