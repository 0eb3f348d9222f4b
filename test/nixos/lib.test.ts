/** Functions of nixpkgs' lib that modules call from TypeScript: nixpkgs computes the same values. */
import { nix, type NixosArguments, nixos } from "@troupe/nixos";
import { expect, it } from "vitest";
import { printModule } from "../../packages/nixos/src/modules/module.ts";
import { evaluateNix } from "../../packages/nixos/src/testing/nix.ts";
import { describeWithCheckouts } from "./suites.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- arguments of Nix functions
type Any = any;

/** Calls, and their values. */
const cases = ({ lib, config, pkgs }: NixosArguments): readonly (readonly [call: unknown, value: unknown])[] => {
  const { a, list } = config.x;
  return [
    // Names that functions of JavaScript have as well.
    [
      [config.x.bind.enable, config.x.name, config.x.length],
      [true, "x", 4],
    ],
    [lib.mkIf(true, { a: 1 }), { _type: "if", condition: true, content: { a: 1 } }],
    [
      lib.mkMerge([{ a: 1 }, lib.mkDefault(2)]),
      { _type: "merge", contents: [{ a: 1 }, { _type: "override", priority: 1000, content: 2 }] },
    ],
    [lib.mkForce(1), { _type: "override", priority: 50, content: 1 }],
    [lib.mkOverride(10, 1), { _type: "override", priority: 10, content: 1 }],
    [lib.mkBefore([1]), { _type: "order", priority: 500, content: [1] }],
    [lib.mkAfter([1]), { _type: "order", priority: 1500, content: [1] }],
    [lib.mkOrder(3, [1]), { _type: "order", priority: 3, content: [1] }],
    [lib.optional(a, "x"), ["x"]],
    [lib.optionals(nix`!${a}`, ["x"]), []],
    [lib.optionalString(a, "x"), "x"],
    [lib.optionalAttrs(a, { b: 1 }), { b: 1 }],
    [lib.map((n: Any) => nix`${n} + 1`, list), [2, 3, 4]],
    [lib.filter((n: Any) => nix`${n} > 1`, list), [2, 3]],
    [lib["foldl'"]((sum: Any, n: Any) => nix`${sum} + ${n}`, 0, list), 6],
    [lib.foldr((n: Any, rest: Any) => nix`[ ${n} ] ++ ${rest}`, [], list), [1, 2, 3]],
    [lib.concatMap((n: Any) => [n, n], list), [1, 1, 2, 2, 3, 3]],
    [lib.concatLists([list, [9]]), [1, 2, 3, 9]],
    [lib.flatten([1, [2, [3]]]), [1, 2, 3]],
    [lib.unique([1, 1, 2]), [1, 2]],
    [lib.elem(2, list), true],
    [lib.elemAt(list, 1), 2],
    [lib.any((n: Any) => nix`${n} == 2`, list), true],
    [lib.all((n: Any) => nix`${n} == 2`, list), false],
    [lib.head(list), 1],
    [lib.tail(list), [2, 3]],
    [lib.last(list), 3],
    [lib.init(list), [1, 2]],
    [lib.length(list), 3],
    [lib.range(1, 3), [1, 2, 3]],
    [lib.imap0((i: Any, n: Any) => nix`${i} * ${n}`, list), [0, 2, 6]],
    [lib.imap1((i: Any, n: Any) => nix`${i} * ${n}`, list), [1, 4, 9]],
    [lib.zipListsWith((one: Any, other: Any) => `${one}${other}`, ["a"], ["b"]), ["ab"]],
    [lib.sort((one: Any, other: Any) => nix`${one} > ${other}`, list), [3, 2, 1]],
    [lib.naturalSort(["a10", "a9"]), ["a9", "a10"]],
    [lib.partition((n: Any) => nix`${n} > 1`, list), { right: [2, 3], wrong: [1] }],
    [lib.groupBy((n: Any) => lib.toString(n), [1, 2]), { "1": [1], "2": [2] }],
    [lib.subtractLists([1], list), [2, 3]],
    [lib.intersectLists([1, 9], list), [1]],
    [lib.remove(1, list), [2, 3]],
    [lib.findFirst((n: Any) => nix`${n} > 1`, null, list), 2],
    [lib.attrNames({ b: 1, a: 2 }), ["a", "b"]],
    [lib.attrValues({ b: 1, a: 2 }), [2, 1]],
    [lib.mapAttrs((name: Any, value: Any) => `${name}=${lib.toString(value)}`, { p: 1 }), { p: "p=1" }],
    [lib["mapAttrs'"]((name: Any, value: Any) => lib.nameValuePair(`x-${name}`, value), { p: 1 }), { "x-p": 1 }],
    [lib.mapAttrsToList((name: Any, value: Any) => [name, value], { p: 1 }), [["p", 1]]],
    [
      lib.mapAttrsRecursive((path: Any, value: Any) => [lib.concatStringsSep(".", path), value], { p: { q: 1 } }),
      { p: { q: ["p.q", 1] } },
    ],
    [lib.concatMapAttrs((name: Any, value: Any) => ({ [`${name}-1`]: value }), { p: 1 }), { "p-1": 1 }],
    [lib.filterAttrs((_: Any, value: Any) => nix`${value} != null`, { p: null, q: 1 }), { q: 1 }],
    [lib.genAttrs(["p", "q"], (name: Any) => `x-${name}`), { p: "x-p", q: "x-q" }],
    [lib.listToAttrs([lib.nameValuePair("p", 1)]), { p: 1 }],
    [lib.recursiveUpdate({ p: { q: 1 } }, { p: { r: 2 } }), { p: { q: 1, r: 2 } }],
    [lib.removeAttrs({ p: 1, q: 2 }, ["p"]), { q: 2 }],
    [lib.intersectAttrs({ p: null }, { p: 1, q: 2 }), { p: 1 }],
    [lib.hasAttr("p", { p: 1 }), true],
    [lib.hasAttrByPath(["x", "a"], config), true],
    [lib.attrByPath(["x", "nothing"], 7, config), 7],
    [lib.getAttrFromPath(["x", "a"], config), true],
    [lib.setAttrByPath(["p", "q"], 1), { p: { q: 1 } }],
    [lib.attrsToList({ p: 1 }), [{ name: "p", value: 1 }]],
    [lib.zipAttrsWith((_: Any, values: Any) => values, [{ p: 1 }, { p: 2 }]), { p: [1, 2] }],
    [lib.foldlAttrs((sum: Any, _: Any, value: Any) => nix`${sum} + ${value}`, 0, { p: 1, q: 2 }), 3],
    [lib.mergeAttrsList([{ p: 1 }, { q: 2 }]), { p: 1, q: 2 }],
    [lib.catAttrs("p", [{ p: 1 }, {}]), [1]],
    [lib.concatStrings(["a", "b"]), "ab"],
    [lib.concatStringsSep(", ", ["a", "b"]), "a, b"],
    [lib.concatMapStrings((s: Any) => `<${s}>`, ["a", "b"]), "<a><b>"],
    [lib.concatMapStringsSep("\n", (s: Any) => `<${s}>`, ["a", "b"]), "<a>\n<b>"],
    [lib.concatLines(["a", "b"]), "a\nb\n"],
    [lib.splitString(".", "a.b"), ["a", "b"]],
    [lib.replaceStrings(["a"], ["b"], "aa"), "bb"],
    [lib.hasPrefix("a", "ab"), true],
    [lib.hasSuffix("b", "ab"), true],
    [lib.hasInfix("b", "abc"), true],
    [lib.removePrefix("a", "ab"), "b"],
    [lib.removeSuffix("b", "ab"), "a"],
    [lib.toLower("A"), "a"],
    [lib.toUpper("a"), "A"],
    [lib.trim(" a "), "a"],
    [lib.fixedWidthString(3, "0", "7"), "007"],
    [lib.stringLength("abc"), 3],
    [lib.substring(1, 1, "abc"), "b"],
    [lib.escapeShellArg("it's"), "'it'\\''s'"],
    [lib.escapeShellArgs(["a b", "c"]), "'a b' c"],
    [lib.escape(["$"], "$x"), "\\$x"],
    [lib.toShellVars({ p: "a b" }), "p='a b'"],
    [lib.boolToString(a), "true"],
    [lib.toInt("12"), 12],
    [lib.versionAtLeast("7.2", "7"), true],
    [lib.versionOlder("6", "7"), true],
    [lib.makeBinPath(["/p", "/q"]), "/p/bin:/q/bin"],
    [lib.makeSearchPath("lib", ["/p"]), "/p/lib"],
    [lib.getExe({ type: "derivation", name: "x", outPath: "/x", meta: { mainProgram: "run" } }), "/x/bin/run"],
    [lib["getExe'"](pkgs.redis, "redis-cli"), "/redis/bin/redis-cli"],
    [lib.generators.toJSON({}, { p: [1, null] }), '{"p":[1,null]}'],
    [lib.generators.toINI({}, { s: { p: 1, q: true } }), "[s]\np=1\nq=true\n"],
    [lib.generators.toKeyValue({}, { p: 1 }), "p=1\n"],
    [lib.cli.toCommandLineShellGNU({}, { v: true, name: "x" }), "'--name=x' -v"],
    [lib.min(1, 2), 1],
    [lib.max(1, 2), 2],
    [lib.mod(7, 4), 3],
    [lib.id(1), 1],
    [lib.pipe(list, [lib.map((n: Any) => nix`${n} * 2`), lib.filter((n: Any) => nix`${n} > 2`)]), [4, 6]],
    [lib.flip(lib.hasPrefix, "ab", "a"), true],
    [lib.defaultTo(1, null), 1],
    [lib.throwIf(false, "no", 1), 1],
    [lib.isString("a"), true],
    [lib.isList(list), true],
    [lib.isAttrs({}), true],
    [lib.importJSON(nix`./data.json`), { p: 1 }],
    [lib.fileContents(nix`./data.json`), '{"p":1}'],
    [lib.types.isType("option", lib.mkOption({ type: lib.types.str, default: "a" })), true],
    [lib.types.listOf(lib.types.str).check(["a"]), true],
    [lib.types.nullOr(lib.types.int).check("a"), false],
    [lib.types.enum(["a", "b"]).check("b"), true],
    [lib.mkEnableOption("it").default, false],
    [
      lib.cartesianProduct({ p: [1, 2], q: [3] }),
      [
        { p: 1, q: 3 },
        { p: 2, q: 3 },
      ],
    ],
  ];
};

describeWithCheckouts("functions of nixpkgs' lib", ["NIXPKGS_LIB"], (lib) => {
  it("return in generated modules what nixpkgs computes", () => {
    let expected: readonly unknown[] = [];
    const module = nixos((given) => {
      const all = cases(given);
      expected = all.map(([, value]) => value);
      return { results: all.map(([call]) => call) };
    });
    const { text } = printModule({ name: "cases", parts: [{ value: module, site: {}, description: "The cases" }] });
    const main = `
      let
        lib = import ${lib}/lib;
        pkgs.redis = { type = "derivation"; name = "redis"; outPath = "/redis"; meta = { }; };
        config.x = { a = true; list = [ 1 2 3 ]; bind.enable = true; name = "x"; length = 4; };
      in
      (import ./cases.nix { inherit lib pkgs config; }).results`;
    expect(evaluateNix({ "default.nix": main, "cases.nix": text, "data.json": '{"p":1}' })).toEqual(expected);
  });
});
