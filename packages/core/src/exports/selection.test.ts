import { describe, expect, test } from "vitest";
import { getExport, selectExports } from "./selection.ts";

const exports = {
  "vpn:home:peer:jon": { ip: "10.0.0.1" },
  "vpn:::": { version: 1 },
  ":::jon": { rack: 3 },
  get "dns:lan:server:sara"(): unknown {
    throw new Error("nobody may look at this");
  },
};

describe("getExport", () => {
  test("finds exactly the scope that is named", () => {
    expect(getExport({ serviceName: "vpn" }, exports)).toEqual({ version: 1 });
    expect(getExport({ machineName: "jon" }, exports)).toEqual({ rack: 3 });
  });

  test("says what there is if there is none", () => {
    expect(() => getExport({ serviceName: "vpn", instanceName: "home", roleName: "peer", machineName: "jo" }, exports))
      .toThrowErrorMatchingInlineSnapshot(`
      [TroupeError: TRP2303 There is no export "vpn:home:peer:jo".
        hint: Did you mean "vpn:home:peer:jon"?]
    `);
  });
});

describe("selectExports", () => {
  test("takes a pattern, whose missing parts match anything", () => {
    expect(Object.keys(selectExports({ serviceName: "vpn" }, exports))).toEqual(["vpn:home:peer:jon", "vpn:::"]);
    expect(Object.keys(selectExports({ machineName: "jon" }, exports))).toEqual(["vpn:home:peer:jon", ":::jon"]);
  });

  test("takes a predicate", () => {
    expect(Object.keys(selectExports(({ instanceName }) => instanceName === "", exports))).toEqual([
      "vpn:::",
      ":::jon",
    ]);
  });

  test("looks at no value", () => {
    expect(Object.keys(selectExports({ serviceName: "dns" }, exports))).toEqual(["dns:lan:server:sara"]);
  });
});
