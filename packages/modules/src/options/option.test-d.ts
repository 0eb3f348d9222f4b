/** What the compiler knows about options, and what it refuses. */
import { expectTypeOf, test } from "vitest";
import { lazy, mkDefault, mkForce, mkIf, mkMerge } from "../merge/wrappers.ts";
import { t } from "../types/index.ts";
import { enableOption, option } from "./option.ts";
import type { Fragment, Input, Out } from "../model/option-values.ts";

const client = {
  destinations: option(
    t.attrsOf(
      t.submodule(({ name }) => ({
        name: option(t.strMatching(/[\w.-]+/), { default: name }),
        repo: option(t.str, { description: "the repository" }),
        rsh: option(t.nullOr(t.str), { default: null }),
      })),
    ),
    { default: {} },
  ),
  compression: option(t.enum(["none", "zstd", "lz4"]), { default: "zstd" }),
  exclude: option(t.listOf(t.str), { default: [], example: ["*.pyc"] }),
  retention: { daily: option(t.int, { default: 7 }), weekly: option(t.int) },
  quota: option(t.nullOr(t.int)),
  size: option(t.either(t.int, t.str)),
  hosts: option(t.coercedTo(t.str, (host) => [host], t.listOf(t.str))),
  enable: enableOption("backups"),
};
type Client = typeof client;

test("evaluated values", () => {
  type Values = Out<Client>;
  expectTypeOf<Values["compression"]>().toEqualTypeOf<"none" | "zstd" | "lz4">();
  expectTypeOf<Values["exclude"]>().toEqualTypeOf<readonly string[]>();
  expectTypeOf<Values["destinations"][string]["repo"]>().toEqualTypeOf<string>();
  expectTypeOf<Values["destinations"][string]["rsh"]>().toEqualTypeOf<string | null>();
  expectTypeOf<Values["retention"]["daily"]>().toEqualTypeOf<number>();
  expectTypeOf<Values["quota"]>().toEqualTypeOf<number | null>();
  expectTypeOf<Values["size"]>().toEqualTypeOf<number | string>();
  expectTypeOf<Values["hosts"]>().toEqualTypeOf<readonly string[]>();
  expectTypeOf<Values["enable"]>().toEqualTypeOf<boolean>();
});

test("complete inputs: what has no default and no empty value is required", () => {
  expectTypeOf<Input<Client>["retention"]>().toEqualTypeOf<{ readonly daily?: number; readonly weekly: number }>();
  expectTypeOf<Input<{ a: Client["quota"]; b: Client["size"] }>>().toEqualTypeOf<{
    readonly a?: number | null;
    readonly b: number | string;
  }>();
});

test("fragments: nothing is required, wrappers go anywhere", () => {
  const fragment: Fragment<Client> = {
    retention: mkDefault({ daily: 3 }),
    destinations: { a: { repo: lazy(() => "x") }, b: mkIf(true, { rsh: null }) },
    exclude: mkMerge([["a"], mkForce(["b"])]),
    compression: mkIf(
      () => true,
      () => "lz4",
    ),
    hosts: "one",
  };
  expectTypeOf(fragment).toEqualTypeOf<Fragment<Client>>();
});

test("a definition of another type is refused", () => {
  // @ts-expect-error an option that does not exist
  void ({ exclde: [] } satisfies Fragment<Client>);
  // @ts-expect-error no member of the enumeration
  void ({ compression: "zst" } satisfies Fragment<Client>);
  // @ts-expect-error an element of the wrong type
  void ({ exclude: [1] } satisfies Fragment<Client>);
  // @ts-expect-error null where the option does not take it
  void ({ size: null } satisfies Fragment<Client>);
  // @ts-expect-error an option that does not exist, below attrsOf(submodule)
  void ({ destinations: { a: { rpo: "" } } } satisfies Fragment<Client>);
  // @ts-expect-error the wrong type inside a wrapper
  void ({ retention: { daily: mkDefault("4") } } satisfies Fragment<Client>);
  // @ts-expect-error a typo next to a right key inside a wrapper
  void (mkIf(true, { exclude: [], retntion: {} }) satisfies Fragment<Client>);
  // @ts-expect-error a typo inside two wrappers
  void ({ retention: mkForce(mkIf(false, { wekly: 4 })) } satisfies Fragment<Client>);
  // @ts-expect-error the wrong type of a deferred value
  void ({ retention: { daily: lazy(() => "4") } } satisfies Fragment<Client>);
  // @ts-expect-error a required option is missing
  void ({} satisfies Input<Client>);
  // @ts-expect-error evaluated values are read-only
  void ((value: Out<Client>) => (value.quota = 4));
});

test("declarations", () => {
  expectTypeOf(option(t.int)["~option"]).toEqualTypeOf<false>();
  expectTypeOf(option(t.int, { default: 3, description: "x" })["~option"]).toEqualTypeOf<true>();
  expectTypeOf(option(t.nullOr(t.str))["~option"]).toEqualTypeOf<true>();
  expectTypeOf(option(t.nonEmptyListOf(t.str))["~option"]).toEqualTypeOf<false>();
  // @ts-expect-error a default of the wrong type
  option(t.int, { default: "x" });
  // @ts-expect-error a default outside the enumeration
  option(t.enum(["a", "b"]), { default: "c" });
  // @ts-expect-error a typo in the metadata
  option(t.int, { defualt: 3 });
  // @ts-expect-error a typo next to a right key
  option(t.int, { default: 3, descripton: "x" });
  option(t.listOf(t.str), { apply: (list) => expectTypeOf(list).toEqualTypeOf<readonly string[]>() && list });
  // @ts-expect-error a tree of options holds options
  t.submodule({ n: 5 });
});

test("open submodules take anything else as well", () => {
  const open = t.submodule({ port: option(t.port) }, { freeformType: t.attrsOf(t.str) });
  expectTypeOf<(typeof open)["~out"]["port"]>().toEqualTypeOf<number>();
  expectTypeOf<(typeof open)["~out"]["other"]>().toEqualTypeOf<unknown>();
  // @ts-expect-error declared options keep their type
  void ({ port: "x" } satisfies (typeof open)["~def"]);
});

test("tagged unions have exactly one tag", () => {
  const content = t.attrTag({ file: option(t.path), lines: option(t.listOf(t.str)) });
  void ({ lines: ["a"] } satisfies (typeof content)["~in"]);
  // @ts-expect-error two tags
  void ({ file: "/a", lines: ["a"] } satisfies (typeof content)["~in"]);
});
