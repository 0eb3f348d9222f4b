/** Sources that decide on their arguments, and others that only look like it. */
import { describe, expect, it } from "vitest";
import { functionSource } from "./branches.ts";

/** What the source of a function says. It is never run. */
function sourceOf(text: string): string {
  // oxlint-disable-next-line no-new-func, no-implied-eval -- sources of all kinds are what is tested
  const made = new Function("settings", "x", `return ${text};`)({}, {}) as Function;
  const { misuse, parameters } = functionSource(made);
  const shown = parameters.map(({ name, binds }) => name ?? `{${binds.join()}}`).join(" ");
  return `${shown}: ${misuse === undefined ? "fine" : `${misuse.how} ${misuse.value}`}`;
}

describe("the source of a function", () => {
  it.each([
    ["({ config }) => config.a ? 1 : 2", "{config}: branch config.a"],
    ["({ config: c, lib }) => c.a.b?.c && 1", "{c,lib}: branch c.a.b.c"],
    ["(args) => args.config.a === 1", "args: compare args.config.a"],
    ["value => 1 !== value", "value: compare value"],
    ["function ({ lib }) { while (lib.f(1)) {} }", "{lib}: branch lib.f"],
    ["({ config }) => { const cfg = config.a; return cfg.b || 1 }", "{config}: branch cfg.b"],
    ["({ config }) => { const { a, b: d } = config.x; return !d }", "{config}: branch d"],
    ["({ config }) => `${config.a ? 1 : 2}`", "{config}: branch config.a"],
    ["({ config }) => x.map((each) => config.a[each]('b').c ?? each)", "{config}: branch config.a"],
    ["({ config }) => { switch (config.a) {} }", "{config}: branch config.a"],
    ["({ config }) => typeof config.a", "{config}: compare config.a"],
    ["async ({ config }) => config.a", "{config}: await config"],
  ])("%s", (text, said) => {
    expect(sourceOf(text)).toBe(said);
  });

  it.each([
    ["({ config }) => settings.config ? config.a : config.b"],
    ["({ config }) => settings.a && config.b"],
    ["({ config }) => ({ config: settings.a ? 1 : 2, b: config.x })"],
    ["({ config }) => [/config ? 1 : 2/, 'config.a ? 1', `config && 1`, 4 / 2 / 1]"],
    ["({ config }) => /* config ? 1 : 2 */ config.a // config && 1\n"],
    ["({ lib, config }) => lib.mkIf(config.a, settings.b ? 1 : 2)"],
    ["({ config }) => { if (settings.a) return { a: config.a }; return {} }"],
    ["({ config }) => { const n = settings.a ?? 3; return n === 3 ? config.a : n }"],
  ])("%s is fine", (text) => {
    expect(sourceOf(text)).toMatch(/: fine$/);
  });
});
