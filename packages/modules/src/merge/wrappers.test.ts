import { describe, expect, test, vi } from "vitest";
import { isTroupeError } from "../diagnostics/troupe-error.ts";
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
} from "./wrappers.ts";
import { whnf } from "./wrapper-tag.ts";

describe("wrappers", () => {
  test("have nixpkgs' form, so that JSON can be written in the same way", () => {
    const all = [
      mkForce(9),
      mkDefault(9),
      mkOptionDefault(9),
      mkOverride(7, 9),
      mkBefore(9),
      mkAfter(9),
      mkOrder(3, 9),
      mkIf(true, 9),
      mkMerge([9]),
    ];
    expect(all.map((one) => JSON.stringify(one))).toMatchInlineSnapshot(`
      [
        "{"_type":"override","priority":50,"content":9}",
        "{"_type":"override","priority":1000,"content":9}",
        "{"_type":"override","priority":1500,"content":9}",
        "{"_type":"override","priority":7,"content":9}",
        "{"_type":"order","priority":500,"content":9}",
        "{"_type":"order","priority":1500,"content":9}",
        "{"_type":"order","priority":3,"content":9}",
        "{"_type":"if","condition":true,"content":9}",
        "{"_type":"merge","contents":[9]}",
      ]
    `);
  });

  test("are an error where text is expected", () => {
    const port = mkDefault<number>(80);
    const error = catchError(() => `http://localhost:${port}`);
    expect(isTroupeError(error) && error.diagnostics[0]?.code).toBe("TRP1017");
    expect(Object.keys(port)).toEqual(["_type", "priority", "content"]);
  });

  test("compute a deferred value once, and forget errors", () => {
    const compute = vi.fn(() => 3);
    const value = lazy<number>(compute);
    expect([whnf(value), whnf(value)]).toEqual([3, 3]);
    expect(compute).toHaveBeenCalledTimes(1);
    let attempts = 0;
    const late = lazy<number>(() => {
      if (attempts++ === 0) throw new Error("not yet");
      return 5;
    });
    expect(() => whnf(late)).toThrow("not yet");
    expect(whnf(late)).toBe(5);
  });
});

function catchError(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
