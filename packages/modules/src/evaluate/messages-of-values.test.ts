/** The messages about definitions and values (TRP1001 to TRP1008), as they are printed. */
import { expect, test } from "vitest";
import { formatDiagnostic } from "../diagnostics/troupe-error.ts";
import { lazy, mkBefore, mkForce, mkIf } from "../merge/wrappers.ts";
import type { ModuleLike } from "../model/module.ts";
import type { OptionTree } from "../model/option.ts";
import { option } from "../options/option.ts";
import { t } from "../types/index.ts";
import { evalModules } from "./eval-modules.ts";
import { json, problems, ts } from "./testing/problems.ts";

test("TRP1001: definitions that contradict each other", () => {
  expect(problems({ port: option(t.port) }, ts(3, { port: 80 }), ts(9, { port: 8080 }))).toMatchInlineSnapshot(`
    "TRP1001 \`port\` is set to different values, and nothing says which of them holds.
      at troupe.ts:3: 80
      at troupe.ts:9: 8080
      hint: Keep one of them, or say which one wins: mkForce(8080) wins over the others, mkDefault(8080) gives way to them."
  `);
});

test("TRP1001: the same in JSON", () => {
  expect(problems({ mode: option(t.enum(["a", "b"])) }, json(3, { mode: "a" }), json(9, { mode: "b" })))
    .toMatchInlineSnapshot(`
    "TRP1001 \`mode\` is set to different values, and nothing says which of them holds.
      at inventory.json:3:5: "a"
      at inventory.json:9:5: "b"
      hint: Keep one of them, or say which one wins: { "_type": "override", "priority": 50, "content": "b" } wins over the others, and with 1000 instead of 50 it gives way to them."
  `);
});

test("TRP1001: at a priority of their own", () => {
  expect(
    problems(
      { port: option(t.port) },
      ts(3, { port: mkForce(80) }),
      ts(9, { port: mkForce(8080) }),
      ts(12, { port: 1 }),
    ),
  ).toMatchInlineSnapshot(`
      "TRP1001 \`port\` is set to different values, and nothing says which of them holds.
        at troupe.ts:3: 80 (priority 50)
        at troupe.ts:9: 8080 (priority 50)
        hint: Keep one of them, or say which one wins: mkOverride(49, 8080) wins over these."
    `);
});

test("TRP1002: a value of the wrong type", () => {
  expect(problems({ port: option(t.port) }, ts(3, { port: "80" }))).toMatchInlineSnapshot(`
    "TRP1002 \`port\` must be a whole number from 0 to 65535, but is "80".
      at troupe.ts:3: "80"
      hint: Write 80, without quotes."
  `);
});

test("TRP1002: the text of a number or truth value of an enumeration", () => {
  expect(problems({ level: option(t.enum([1, 2, true])) }, ts(3, { level: "1" }))).toMatchInlineSnapshot(`
    "TRP1002 \`level\` must be one of 1, 2, true, but is "1".
      at troupe.ts:3: "1"
      hint: Write 1, without quotes."
  `);
});

test("TRP1002: deep inside", () => {
  const hosts = option(t.attrsOf(t.submodule({ aliases: option(t.listOf(t.str)) })));
  expect(problems({ hosts }, json(3, { hosts: { a: { aliases: ["x", 5] } } }))).toMatchInlineSnapshot(`
    "TRP1002 \`hosts.a.aliases[1]\` must be a string, but is 5.
      at inventory.json:3:5: 5
      hint: Write "5", in quotes."
  `);
});

test("TRP1002: wrappers in the wrong order", () => {
  expect(problems({ port: option(t.port) }, ts(3, { port: mkForce(mkIf(true, 80)) }))).toMatchInlineSnapshot(`
    "TRP1002 \`port\` must be a whole number from 0 to 65535, but is mkIf(…, 80).
      at troupe.ts:3: mkIf(…, 80) (priority 50)
      hint: Wrappers go in this order, from outside: mkIf or mkMerge, then mkForce or mkDefault, then mkBefore or mkAfter."
  `);
});

test("TRP1002: a function where a value is expected", () => {
  expect(problems({ port: option(t.port) }, ts(3, { port: () => 80 }))).toMatchInlineSnapshot(`
    "TRP1002 \`port\` must be a whole number from 0 to 65535, but is a function.
      at troupe.ts:3: a function
      hint: Definitions are values. For one that is computed later write lazy(() => …)."
  `);
});

test("TRP1002: no member of an enumeration", () => {
  expect(problems({ mode: option(t.nullOr(t.enum(["none", "zstd"]))) }, ts(3, { mode: "zst" }))).toMatchInlineSnapshot(`
    "TRP1002 \`mode\` must be one of "none", "zstd" or null, but is "zst".
      at troupe.ts:3: "zst"
      hint: Did you mean "zstd"?"
  `);
});

test("TRP1003: an option that does not exist", () => {
  expect(problems({ web: { enable: option(t.bool, { default: false }) } }, ts(3, { web: { enabel: true } })))
    .toMatchInlineSnapshot(`
    "TRP1003 There is no option \`web.enabel\`.
      at troupe.ts:3: true
      hint: Did you mean "enable"?"
  `);
});

test("TRP1003: all of them at once, in submodules too, and the other problems as well", () => {
  const options = {
    a: option(t.int),
    users: option(t.attrsOf(t.submodule({ shell: option(t.str), id: option(t.int) }))),
  };
  expect(problems(options, ts(3, { b: 1, c: 2 }), ts(9, { users: { jon: { shel: "sh" } } }))).toMatchInlineSnapshot(`
    "TRP1003 There is no option \`b\`.
      at troupe.ts:3: 1
      hint: Did you mean "a"?

    TRP1003 There is no option \`c\`.
      at troupe.ts:3: 2
      hint: Did you mean "a"?

    TRP1004 \`a\` has to be set: it has no default.
      at options.ts:1: declared here
      hint: Set it to a whole number.

    TRP1003 There is no option \`users.jon.shel\`.
      at troupe.ts:9: "sh"
      hint: Did you mean "shell"?

    TRP1004 \`users.jon.shell\` has to be set: it has no default.
      at troupe.ts:9: defined here, without \`shell\`
      hint: Set it to a string.

    TRP1004 \`users.jon.id\` has to be set: it has no default.
      at troupe.ts:9: defined here, without \`id\`
      hint: Set it to a whole number."
  `);
});

test("TRP1003: options declared in the wrong place", () => {
  const { diagnostics } = evalModules({ modules: [ts(3, { port: option(t.port) })] });
  expect(diagnostics().map(formatDiagnostic).join("\n\n")).toMatchInlineSnapshot(`
    "TRP1003 There is no option \`port\`.
      at troupe.ts:3: option(16 bit unsigned integer; between 0 and 65535 (both inclusive))
      hint: No options are declared here: declare them under \`options\`, not under \`config\`."
  `);
});

test("TRP1003: order around a group", () => {
  expect(problems({ web: { names: option(t.listOf(t.str)) } }, ts(3, { web: mkBefore({ names: ["a"] }) })))
    .toMatchInlineSnapshot(`
    "TRP1003 There is no option \`web._type\`.
      at troupe.ts:3: "order"
      hint: mkBefore, mkAfter and mkOrder stand around the value of one option, not around a group of them."
  `);
});

test("TRP1004: an option that nobody defines", () => {
  expect(problems({ host: option(t.str) })).toMatchInlineSnapshot(`
    "TRP1004 \`host\` has to be set: it has no default.
      at options.ts:1: declared here
      hint: Set it to a string."
  `);
});

test("TRP1005: a read-only option, defined again", () => {
  expect(problems({ id: option(t.str, { readOnly: true, default: "x" }) }, ts(3, { id: mkForce("y") })))
    .toMatchInlineSnapshot(`
    "TRP1005 \`id\` is read-only, but it is defined more than once.
      at troupe.ts:3: mkForce("y")
      at options.ts:1 (default): "x"
      hint: Remove all definitions of \`id\` but the one of the module that declares it; priorities do not help here."
  `);
});

test("TRP1006: declarations that do not go together", () => {
  expect(problems({ a: option(t.int) }, { site: { file: "other.ts", line: 7 }, options: { a: option(t.str) } }))
    .toMatchInlineSnapshot(`
    "TRP1006 \`a\` is declared more than once, and the declarations do not go together: one says a whole number, the other a string.
      at other.ts:7
      at options.ts:1
      hint: Declare it in one module only; others may define it, and add options of their own below a submodule."
  `);
  expect(problems({ a: option(t.int) }, { site: { file: "other.ts", line: 7 }, options: { a: { b: option(t.str) } } }))
    .toMatchInlineSnapshot(`
      "TRP1006 \`a\` is declared more than once, and the declarations do not go together: it is an option (a whole number), and there are options below it.
        at other.ts:7
        at options.ts:1
        hint: Declare it in one module only; others may define it, and add options of their own below a submodule."
    `);
});

test("TRP1007: values that need each other", () => {
  const module: ModuleLike = ({ config }) => ({
    site: { file: "loop.ts", line: 2 },
    config: { b: lazy(() => `${config.a}!`), c: lazy(() => config.b), a: lazy(() => config.c) },
  });
  expect(problems({ a: option(t.str), b: option(t.str), c: option(t.str) }, module)).toMatchInlineSnapshot(`
    "TRP1007 \`a\` depends on itself.
      at loop.ts:2
      at loop.ts:2
      at loop.ts:2
      a needs c
      c needs b
      b needs a
      hint: Break the loop: one of these values must be computed without the next one."
  `);
});

test("TRP1008: ever deeper values", () => {
  const node = t.submodule(() => ({ child: option(t.submodule(() => tree())) }));
  const tree = (): OptionTree => ({ child: option(node) });
  expect(problems(tree())).toMatch(/^TRP1008 Computing `child\.child\.child.*…` does not come to an end/);
});

test("TRP1008: a function that calls itself", () => {
  const count = (from: number): number => count(from + 1) + 1;
  const module: ModuleLike = ({ config }) => ({
    site: { file: "f.ts", line: 1 },
    config: { a: lazy(() => count(1)), b: lazy(() => config.a) },
  });
  expect(problems({ a: option(t.int), b: option(t.int) }, module)).toMatchInlineSnapshot(`
    "TRP1008 Computing \`a\` does not come to an end: each value needs a further one.
      at f.ts:1
      hint: Look for a function that calls itself or builds ever deeper values."
  `);
});
