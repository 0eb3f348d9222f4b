/** Misuses of Nix values in users' functions, and their diagnostics. */
import { join } from "node:path";
import { declareOwnCode } from "@troupe/core/internal";
import { formatDiagnostic, isTroupeError } from "@troupe/modules";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nix } from "../expression/nix-template.ts";
import { userMarks } from "../expression/user-code.ts";
import { printModule } from "./module.ts";
import { nixos, type NixosArguments, type NixosModule } from "./nixos-module.ts";

const packages = join(import.meta.dirname, "../../../");
beforeAll(() => declareOwnCode((file) => file.startsWith(packages) && !file.endsWith(".test.ts")));
afterAll(() => declareOwnCode(() => false));

/** Returns the problems of a module. Lines count from the line before the module. */
function problems(line: number, value: unknown): string {
  try {
    printModule({
      name: "a",
      parts: [{ value, site: { label: "instance a" }, description: "The nixosModule of instance a" }],
    });
    return "none";
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    return error.diagnostics
      .map((each) =>
        formatDiagnostic({
          ...each,
          hint: undefined,
          marks: each.marks.map(({ site }) => ({
            site: { label: site.label, file: site.file?.split("/").at(-1), line: site.line! - line },
          })),
        }),
      )
      .join("\n")
      .replaceAll(/nix:[0-9a-f]{8}/g, "nix:00000000"); // the number of a value counts those of the whole process
  }
}

const here = (): number => Number(/misuse\.test\.ts:(\d+)/.exec(new Error("here").stack!.split("\n")[2]!)![1]);
const of = (line: number, module: (given: NixosArguments) => NixosModule) => problems(line, nixos(module));
const outside = (value: unknown) => (value ? 1 : 2);

describe("a Nix value", () => {
  it("is refused in branches of the function that reads it", () => {
    expect([
      of(here(), ({ config }) => ({
        a: config.x.enable ? 1 : 2,
      })),
      of(here(), ({ config }) => {
        const cfg = config.services.x;
        if (cfg.enable) return {};
        return { b: 1 };
      }),
      of(here(), ({ config }) => ({ a: config.x || "default" })),
      of(here(), ({ config }) => ({ a: !config.x })),
      of(here(), ({ lib }) => ({ a: lib.map((value: unknown) => (value ? 1 : 2), [1]) })),
    ]).toMatchInlineSnapshot(`
      [
        "TRP3201 \`config.x.enable\` has a value only when NixOS evaluates the machine, but here JavaScript decides on it (\`if\`, \`?:\`, \`&&\`, \`||\`, \`??\`, \`!\`).
        at misuse.test.ts:0 (instance a)",
        "TRP3201 \`cfg.enable\` has a value only when NixOS evaluates the machine, but here JavaScript decides on it (\`if\`, \`?:\`, \`&&\`, \`||\`, \`??\`, \`!\`).
        at misuse.test.ts:2 (instance a)",
        "TRP3201 \`config.x\` has a value only when NixOS evaluates the machine, but here JavaScript decides on it (\`if\`, \`?:\`, \`&&\`, \`||\`, \`??\`, \`!\`).
        at misuse.test.ts:0 (instance a)",
        "TRP3201 \`config.x\` has a value only when NixOS evaluates the machine, but here JavaScript decides on it (\`if\`, \`?:\`, \`&&\`, \`||\`, \`??\`, \`!\`).
        at misuse.test.ts:0 (instance a)",
        "TRP3201 \`value\` has a value only when NixOS evaluates the machine, but here JavaScript decides on it (\`if\`, \`?:\`, \`&&\`, \`||\`, \`??\`, \`!\`).
        at misuse.test.ts:-16 (instance a)",
      ]
    `);
  });

  it("is refused in branches of functions elsewhere", () => {
    expect(of(here(), ({ config }) => ({ a: outside(config.foo.bar) }))).toMatchInlineSnapshot(`
      "TRP3201 \`config.foo.bar\` has a value only when NixOS evaluates the machine, but here JavaScript decides on it (\`if\`, \`?:\`, \`&&\`, \`||\`, \`??\`, \`!\`).
        at misuse.test.ts:0 (instance a)"
    `);
  });

  it("is refused in comparisons", () => {
    expect([
      of(here(), ({ config }) => ({ a: config.x === "a" })),
      of(here(), ({ config }) => ({ a: typeof config.x })),
      of(here(), ({ config }) => ({ a: config.x == "a" })),
    ]).toMatchInlineSnapshot(`
      [
        "TRP3201 \`config.x\` has a value only when NixOS evaluates the machine, but here it is compared (\`===\`, \`typeof\`).
        at misuse.test.ts:0 (instance a)",
        "TRP3201 \`config.x\` has a value only when NixOS evaluates the machine, but here it is compared (\`===\`, \`typeof\`).
        at misuse.test.ts:0 (instance a)",
        "TRP3201 \`config.x\` has a value only when NixOS evaluates the machine, but here it is compared (\`===\`, \`typeof\`).
        at misuse.test.ts:0 (instance a)",
      ]
    `);
  });

  it("is refused in calculations", () => {
    expect([of(here(), ({ config }) => ({ a: config.x * 2 })), of(here(), ({ config }) => ({ a: config.x + 1 }))])
      .toMatchInlineSnapshot(`
      [
        "TRP3201 \`config.x\` has a value only when NixOS evaluates the machine, but here it is calculated with.
        at misuse.test.ts:0 (instance a)",
        "TRP3201 \`config.x\` has a value only when NixOS evaluates the machine, but here it is joined or compared with an operator of JavaScript.
        at misuse.test.ts:0 (instance a)",
      ]
    `);
  });

  it("is refused where JavaScript reads its content", () => {
    expect([
      of(here(), ({ config }) => ({ a: JSON.stringify({ b: config.x }) })),
      of(here(), ({ config }) => ({ a: [...config.x] })),
      of(here(), ({ config }) => ({ a: { ...config.x } })),
      of(here(), ({ config }) => ({ a: config.x.map((each: unknown) => each) })),
      of(here(), ({ config }) => ({ a: config.x[0] })),
      of(here(), ({ config }) => ({ a: "b" in config.x })),
      of(here(), ({ config }) => ({ a: `${config.x}`.slice(4) })),
    ]).toMatchInlineSnapshot(`
      [
        "TRP3201 \`config.x.toJSON\` has a value only when NixOS evaluates the machine, but here it is made JSON of.
        at misuse.test.ts:0 (instance a)",
        "TRP3201 \`config.x\` has a value only when NixOS evaluates the machine, but here its elements are gone through.
        at misuse.test.ts:0 (instance a)",
        "TRP3201 \`config.x\` has a value only when NixOS evaluates the machine, but here its attributes are gone through, spread or looked for.
        at misuse.test.ts:0 (instance a)",
        "TRP3201 \`config.x.map\` has a value only when NixOS evaluates the machine, but here a method of JavaScript is called.
        at misuse.test.ts:0 (instance a)",
        "TRP3201 \`config.x\` has a value only when NixOS evaluates the machine, but here an element is taken by its number.
        at misuse.test.ts:0 (instance a)",
        "TRP3201 \`config.x\` has a value only when NixOS evaluates the machine, but here its attributes are gone through, spread or looked for.
        at misuse.test.ts:0 (instance a)",
        "TRP3204 This text was cut or changed where it stands for a value that only NixOS knows: "oupe-nix:00000000@@" is left of it.
        at misuse.test.ts:-77 (instance a)",
      ]
    `);
  });

  it("is refused in async functions", () => {
    expect(problems(here(), async ({ config }: NixosArguments) => ({ a: await config.x }))).toMatchInlineSnapshot(`
      "TRP3201 \`config\` has a value only when NixOS evaluates the machine, but here it is waited for.
        at misuse.test.ts:0 (instance a)"
    `);
  });

  it("is refused outside of its module or function", () => {
    let kept: unknown;
    let argument: unknown;
    const first = of(here(), ({ config, lib }) => {
      kept = config.x;
      return { a: lib.map((each: unknown) => (argument = each), [1]), b: kept };
    });
    expect([
      first,
      of(here(), () => ({ a: `${String(kept)}` })),
      of(here(), () => ({ a: argument })),
      of(here(), ({ config }) => ({ a: ({ config: inner }: NixosArguments) => ({ b: config.x, c: inner.y }) })),
    ]).toMatchInlineSnapshot(`
      [
        "none",
        "none",
        "TRP3206 \`each\` is the argument of a function, and is used outside of it, where it means nothing.
        at misuse.test.ts:-115 (instance a)",
        "TRP3207 \`config\` of an outer function is used inside of a function that has an argument \`config\` of its own.
        at misuse.test.ts:-116 (instance a)",
      ]
    `);
  });
});

describe("a module function", () => {
  it("may read values without using them, and may decide on settings", () => {
    const settings = { enable: true, config: 1 };
    expect(
      of(here(), ({ config, pkgs }) => {
        const cfg = config.services.x;
        return settings.enable && settings.config === 1 ? { a: pkgs.redis } : { b: cfg.y };
      }),
    ).toBe("none");
  });

  it("is refused for results that are no modules, for errors, and for defaults and rests of parameters", () => {
    expect([
      problems(here(), "text"),
      problems(here(), () => {
        throw new Error("no");
      }),
      problems(here(), ({ a = 1 }) => ({ b: a as unknown })),
      problems(here(), ({ ...rest }) => rest as object),
      problems(here(), [nix`{ }`, { a: Number.NaN }]),
    ]).toMatchInlineSnapshot(`
      [
        "TRP3210 The nixosModule of instance a is a string. A module is a set of definitions, a function that returns one, nixFile(…), flakeInput(…), or a list of these.
        at NaN (instance a)",
        "TRP3209 The nixosModule of instance a failed: no
        at misuse.test.ts:1 (instance a)",
        "TRP3208 The parameter "a" has a default value or takes all the rest, but only NixOS knows which values there are.
        at misuse.test.ts:0 (instance a)",
        "TRP3208 The parameter "rest" has a default value or takes all the rest, but only NixOS knows which values there are.
        at NaN (instance a)",
        "TRP3202 Nix has no value for NaN, which stands in \`imports."1".a\`.
        at NaN (instance a)",
      ]
    `);
  });
});

describe("the place of a misuse", () => {
  it("is the user's line where the user's folders are called as Troupe's", () => {
    expect(
      userMarks("Error\n    at f (/srv/packages/nixos/src/troupe.ts:3:7)\n    at g (/srv/other.ts:1:1)"),
    ).toMatchObject([{ site: { file: "/srv/packages/nixos/src/troupe.ts", line: 3 } }]);
  });
});
