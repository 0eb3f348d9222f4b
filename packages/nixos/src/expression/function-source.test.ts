/** Sources that decide on their arguments, and others that only look so. */
import { describe, expect, it } from "vitest";
import { functionSource } from "./function-source.ts";

/** Shows the parameters and the misuse of a function's source. The function never runs. */
function sourceOf(text: string): string {
  // oxlint-disable-next-line no-new-func, no-implied-eval -- sources of all kinds are what is tested
  const made = new Function("settings", "x", `return ${text};`)({}, {}) as Function;
  const { misuse, parameters } = functionSource(made);
  const shown = parameters
    .map(({ name, binds, isSpecial }) => `${name ?? `{${binds.join()}}`}${isSpecial ? "…" : ""}`)
    .join(" ");
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
    ["({ config }) => (config.a) ? 1 : 2", "{config}: branch config.a"],
    ["({ config }) => ((config.a)) === 1", "{config}: compare config.a"],
    ["({ config }) => settings.a && config.b ? 1 : 2", "{config}: branch config.b"],
    ["({ config }) => { do {} while (settings.f(config.a.b)) }", "{config}: branch config.a.b"],
    ["({ config }) => { if (settings.a) /[/'\"]/.exec(''); return config.a ? 1 : 2 }", "{config}: branch config.a"],
    ["({ config }) => `a ${`b ${config.a ? '`' : '}'}`} c`", "{config}: branch config.a"],
    ["({ web({ config }) { return config.a ? 1 : 2 } }).web", "{config}: branch config.a"],
    ["({ async web({ config }) { return config.a } }).web", "{config}: await config"],
    ["({ [settings.f?.(x) ?? 'web']({ config }) { return config.a ? 1 : 2 } }).web", "{config}: branch config.a"],
    ["({ async constructor({ config }) { return config.a } }).constructor", "{config}: await config"],
    ["(function () { return ({ config }) => (new.target, config.a ? 1 : 2) })()", "{config}: branch config.a"],
    ["new (class { #y = 1; web = ({ config }) => config.a ? this.#y : super.z })().web", "{config}: branch config.a"],
  ])("%s", (text, said) => {
    expect(sourceOf(text)).toBe(said);
  });

  it.each([
    ["(a /* , b = 1 */, // ) => c\n  d) => a", "a d: fine"],
    ["({ config /* : c */, lib }, ...more) => config.a", "{config,lib} {more}…: fine"],
    ["(a, f = (b, c) => b ? c : a) => f", "a f…: fine"],
    ["({ a: b = (c) => c, ...rest }) => c => 1", "{b,rest}…: fine"],
    ["({ config: cfg = settings }) => settings ? cfg : 1", "{cfg}…: fine"],
    ["({ [x]: a, 'b-c': d, e: { f: [g, , h] } }) => x ? a : 1", "{a,d,g,h}: fine"],
    ["(a = /[)}]/, b = `${')'}`) => a", "a… b…: fine"],
    ["async => async.config", "async: fine"],
    ["function* ({ config }) { yield config.a }", "{config}: fine"],
    ["settings.constructor", ": fine"],
    ["((a) => a).bind({})", ": fine"],
  ])("%s has the parameters %s", (text, said) => {
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
    ["({ config }) => { if (settings.a) /config.b ? 1 : 2/.exec(''); return config.a }"],
    ["({ lib, config }) => lib.if(config.a)"],
    ["({ config }) => [].map((config) => config ? 1 : 2).concat(config.a)"],
    ["({ config }) => { { const config = settings; if (config.a) return {} } return config.b }"],
    ["({ config }) => { config: for (;;) { if (settings.a) continue config; break config } return config.a }"],
    ["({ config }) => ({ config() { return settings.a ? 1 : 2 }, a: config.a })"],
  ])("%s is fine", (text) => {
    expect(sourceOf(text)).toMatch(/: fine$/);
  });
});
