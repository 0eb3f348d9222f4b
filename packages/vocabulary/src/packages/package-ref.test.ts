import { describe, expect, it } from "vitest";
import { definePackage, isPackageRef, renderPackageRefs } from "./package-ref.ts";
import { stablePlaceholders, stableValue } from "./placeholder-mark.ts";

const redis = definePackage({ debian: "redis-server", nixpkgs: "redis" });
const bind = definePackage({ debian: ["bind9", "bind9-utils"], nixpkgs: "bind", paths: { named: "/usr/sbin/named" } });
const shown = (text: string) =>
  renderPackageRefs(
    text,
    (ref, program) => `<${program} of ${ref.debian.join("+")} or ${ref.nixpkgs} at ${ref.paths[program]}>`,
  );

describe("a package reference", () => {
  it("is immutable plain data", () => {
    expect(JSON.parse(JSON.stringify(bind))).toEqual({
      _type: "package",
      debian: ["bind9", "bind9-utils"],
      nixpkgs: "bind",
      paths: { named: "/usr/sbin/named" },
    });
    expect([bind, bind.debian, bind.paths].every(Object.isFrozen)).toBe(true);
    expect([isPackageRef(bind), isPackageRef("redis"), isPackageRef({ _type: "package" })]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("names programs in the middle of other text, also after it was JSON or quoted", () => {
    const text = `${redis.bin("redis-server")} --port 6379; "${bind.bin("named")}"`;
    const rendered =
      '<redis-server of redis-server or redis at undefined> --port 6379; "<named of bind9+bind9-utils or bind at /usr/sbin/named>"';
    expect(shown(text)).toBe(rendered);
    expect(JSON.parse(shown(JSON.stringify({ text })).replaceAll("<", "<"))).toEqual({ text: rendered });
    expect(shown("no program here")).toBe("no program here");
  });

  it("may stand for what every system has", () => {
    expect(shown(definePackage({ debian: [], nixpkgs: "coreutils" }).bin("cat"))).toBe(
      "<cat of  or coreutils at undefined>",
    );
  });

  it.each([
    ["cut", redis.bin("redis-server").slice(0, -4)],
    ["in capitals", redis.bin("redis-server").toUpperCase()],
    ["opened", redis.bin("redis-server").replace(":redis:", "/")],
    ["one of two", `${redis.bin("redis-cli")} ${redis.bin("redis-server").slice(0, -1)}`],
  ])("does not render when it was damaged: %s", (_, text) => {
    expect(() => shown(text)).toThrow(/^TRP3102 This text was cut or changed/);
  });

  it("is not made by data, whatever its text says", () => {
    for (const text of [
      "Welcome @@troupe-program:x:openssh-server-:x:@@\n",
      stablePlaceholders(redis.bin("redis-server")),
      redis.bin("redis-server").replace(/-[0-9a-f]{16}:/, "-0123456789abcdef:"),
    ])
      expect(shown(text)).toBe(text);
  });

  it("has the same text in each process where its mark is left out", () => {
    expect(stablePlaceholders(`run ${redis.bin("redis-server")}`)).toBe(
      "run @@troupe-program:redis-server:redis-server:redis:@@",
    );
    expect(stableValue({ a: [redis.bin("redis-cli")] })).toEqual({
      a: ["@@troupe-program:redis-cli:redis-server:redis:@@"],
    });
  });

  it.each(["openssh-server-", "g-", "-x", "x", "a b", "--purge", "redis\n"])(
    "refuses the Debian package %j",
    (name) => {
      expect(() => definePackage({ debian: name, nixpkgs: "x" })).toThrow(/^TRP3101/);
    },
  );

  it.each(["g++", "libstdc++6", "redis-server", "libc6-dev", "a1"])("takes the Debian package %s", (name) => {
    expect(definePackage({ debian: name, nixpkgs: "x" }).debian).toEqual([name]);
  });

  it("refuses names that are none", () => {
    expect(() => definePackage({ debian: "Redis Server", nixpkgs: "redis" })).toThrowErrorMatchingInlineSnapshot(
      `[TroupeError: TRP3101 "Redis Server" is not the name of a Debian package.]`,
    );
    expect(() => definePackage({ debian: "redis", nixpkgs: "redis;" })).toThrow(/TRP3101/);
    expect(() => definePackage({ debian: "redis", nixpkgs: "redis", paths: { x: "sbin/x" } })).toThrow(/TRP3101/);
    expect(() => redis.bin("../redis-server")).toThrow(/"\.\.\/redis-server" is not the name of a program/);
  });
});
