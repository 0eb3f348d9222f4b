import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildScopeKey, matchesScope, parseScope } from "./scope.ts";

describe("scopes", () => {
  test("are built from their parts", () => {
    expect(
      buildScopeKey({ serviceName: "myservice", instanceName: "prod", roleName: "server", machineName: "backend01" }),
    ).toBe("myservice:prod:server:backend01");
    expect(buildScopeKey({ serviceName: "myservice" })).toBe("myservice:::");
    expect(buildScopeKey({ machineName: "machine01" })).toBe(":::machine01");
    expect(buildScopeKey({})).toBe(":::");
  });

  test("are parsed into their parts", () => {
    expect(parseScope("zerotier:default:peer:machine01")).toEqual({
      serviceName: "zerotier",
      instanceName: "default",
      roleName: "peer",
      machineName: "machine01",
    });
    expect(parseScope(":::")).toEqual({ serviceName: "", instanceName: "", roleName: "", machineName: "" });
  });

  test("with too few parts are refused", () => {
    expect(() => parseScope("a:b")).toThrowErrorMatchingInlineSnapshot(`
      [TroupeError: TRP2301 "a:b" is not an export scope: it has 2 parts instead of the four of SERVICE:INSTANCE:ROLE:MACHINE.
        hint: Leave a part empty where it stands for all: "vpn:home::" is all of instance home. buildScopeKey({ … }) builds one.]
    `);
  });

  test("cannot have a colon in a part", () => {
    expect(() => buildScopeKey({ serviceName: "foo:bar" })).toThrowErrorMatchingInlineSnapshot(
      `[TroupeError: TRP2302 The serviceName "foo:bar" cannot be part of an export scope, because it contains ":".]`,
    );
  });

  test("parsing undoes building", () => {
    fc.assert(
      fc.property(scope, (parts) => {
        expect(parseScope(buildScopeKey(parts))).toEqual(parts);
      }),
    );
  });

  test("a scope matches itself and every pattern with fewer parts", () => {
    fc.assert(
      fc.property(scope, ({ machineName, ...wider }) => {
        expect(matchesScope({ ...wider, machineName }, { ...wider, machineName })).toBe(true);
        expect(matchesScope(wider, { ...wider, machineName })).toBe(true);
      }),
    );
  });
});

const part = fc.string().filter((text) => !text.includes(":"));
const scope = fc.record({ serviceName: part, instanceName: part, roleName: part, machineName: part });
