import { describe, expect, it } from "vitest";
import {
  lazy,
  mkAfter,
  mkBefore,
  mkDefault,
  mkForce,
  mkIf,
  mkMerge,
  mkOptionDefault,
  mkOrder,
  mkOverride,
} from "@troupe/modules";
import { definePackage } from "@troupe/vocabulary";
import { nix } from "../expression/nix-template.ts";
import { printNix } from "./printer.ts";

const redis = definePackage({ debian: "redis-server", nixpkgs: "redis" });
const requests = definePackage({ debian: [], nixpkgs: "python3Packages.7zz" });

describe("the printer", () => {
  it("writes sets and lists as a person would", () => {
    expect(
      printNix({
        networking: { hostName: "alice", firewall: { allowedTCPPorts: [22] } },
        users: { users: { ann: { extraGroups: ["wheel", "audio"] } } },
        empty: { set: {}, list: [] },
        one: [{ a: 1 }],
        several: [{ a: 1, b: 2 }],
        notThere: undefined,
      }),
    ).toMatchInlineSnapshot(`
      "{
        networking = {
          hostName = "alice";
          firewall.allowedTCPPorts = [ 22 ];
        };
        users.users.ann.extraGroups = [
          "wheel"
          "audio"
        ];
        empty = {
          set = { };
          list = [ ];
        };
        one = [ { a = 1; } ];
        several = [
          {
            a = 1;
            b = 2;
          }
        ];
      }"
    `);
  });

  it("quotes attribute names that need quotes", () => {
    expect(printNix({ "a b": { in: { "x-y": 1 } }, "": 1, "1": 2, _a: 3, "a'": 4, "${x}": 5, "a.b": 6 }))
      .toMatchInlineSnapshot(`
      "{
        "1" = 2;
        "a b"."in".x-y = 1;
        "" = 1;
        _a = 3;
        a' = 4;
        "\\\${x}" = 5;
        "a.b" = 6;
      }"
    `);
  });

  it("writes numbers that Nix reads as equal numbers", () => {
    expect(
      printNix([0, -0, -1, 2 ** 53 - 1, 2 ** 62, 2 ** 63, 10n ** 18n, -(2n ** 63n), 0.1, -2.5, 1e21, 1e-7, 5e-324]),
    ).toMatchInlineSnapshot(`
      "[
        0
        0
        (-1)
        9007199254740991
        4611686018427387904
        9223372036854776000.0
        1000000000000000000
        (-9223372036854775807 - 1)
        0.1
        (-2.5)
        1.0e21
        1.0e-7
        (6.26302612502804e-294 * 7.888609052210118e-31)
      ]"
    `);
  });

  it("writes strings of several lines over several lines, if Nix reads them unchanged", () => {
    expect(
      printNix({
        script: "set -e\n\n  echo 'a' ''b'' \"c\" \\n ${HOME} $HOME 'x${y}'\n",
        noEnd: "a\nb",
        quote: "a\nb'",
        indented: "  a\n  b\n",
        blankEnd: "a\n  ",
        control: "a\nb\r\n",
        short: "a\n",
        escapes: '"\\\t${x}$$${y}',
      }),
    ).toMatchInlineSnapshot(`
      "{
        script = ''
          set -e

            echo 'a' '''b''' "c" \\n ''\${HOME} $HOME 'x''\${y}'
        '';
        noEnd = ''
          a
          b'';
        quote = ''
          a
          b''\\''';
        indented = "  a\\n  b\\n";
        blankEnd = "a\\n  ";
        control = "a\\nb\\r\\n";
        short = "a\\n";
        escapes = "\\"\\\\\\t\\\${x}$$\\\${y}";
      }"
    `);
  });

  it("writes wrappers of the module system, and packages", () => {
    expect(
      printNix({
        a: mkDefault(1),
        b: mkForce({ c: 1, d: 2 }),
        c: mkOverride(10, "x"),
        d: mkMerge([[1], mkIf(false, [2]), mkBefore([3]), mkAfter([4]), mkOrder(7, [5])]),
        e: mkIf<unknown>(true, mkOptionDefault(-5)),
        f: mkIf(false, 1),
        g: lazy(() => [redis, requests]),
        h: `${redis.bin("redis-server")} --port 6379`,
        i: mkIf<unknown>(nix`config.x` as unknown as boolean, () => ({ y: 1 })),
      }),
    ).toMatchInlineSnapshot(`
      "{
        a = lib.mkDefault 1;
        b = lib.mkForce {
          c = 1;
          d = 2;
        };
        c = lib.mkOverride 10 "x";
        d = lib.mkMerge [
          [ 1 ]
          (lib.mkBefore [ 3 ])
          (lib.mkAfter [ 4 ])
          (lib.mkOrder 7 [ 5 ])
        ];
        e = lib.mkOptionDefault (-5);
        g = [
          pkgs.redis
          pkgs.python3Packages."7zz"
        ];
        h = "\${pkgs.redis}/bin/redis-server --port 6379";
        i = lib.mkIf config.x { y = 1; };
      }"
    `);
  });

  it("writes parentheses around expressions that bind less than their place demands", () => {
    expect(
      printNix([-1, mkDefault(-1), nix`a + b`, nix`a.b`, [nix`x: x`], { a: nix`x: x` }, nix`f ${-2} ${nix`a + b`}`]),
    ).toMatchInlineSnapshot(`
      "[
        (-1)
        (lib.mkDefault (-1))
        (a + b)
        a.b
        [ (x: x) ]
        { a = x: x; }
        (f (-2) a + b)
      ]"
    `);
  });

  it("prints what looks like a placeholder as the text that it is", () => {
    expect(printNix("@@troupe-program:x:y:z:@@ @@troupe-nix:00000000@@")).toBe(
      '"@@troupe-program:x:y:z:@@ @@troupe-nix:00000000@@"',
    );
  });

  it.each([
    ["undefined in a list", [undefined], "TRP3202"],
    ["what is no number", { a: { b: Number.NaN } }, "TRP3202"],
    ["integers of more than 64 bits", 2n ** 63n, "TRP3202"],
    ["instances of classes", { at: new Date(0) }, "TRP3202"],
    ["symbols", Symbol("a"), "TRP3202"],
    ["NUL", "a\0b", "TRP3203"],
    ["half characters", "a\ud800", "TRP3203"],
    ["damaged placeholders", redis.bin("redis-server").slice(4), "TRP3102"],
  ])("refuses %s", (_, value, code) => {
    expect(() => printNix(value)).toThrow(code);
  });
});
