import { isTroupeError, type Site } from "@troupe/modules";
import { afterEach, describe, expect, test } from "vitest";
import { guard } from "./guard.ts";
import { declareOwnCode } from "./user-frame.ts";

afterEach(() => declareOwnCode(() => false));

/** The place of the diagnostic for an error whose stack has these frames. */
function placeOf(...frames: readonly string[]): Site {
  const error = Object.assign(new Error("no"), {
    stack: ["Error: no", ...frames.map((frame) => `    at run (${frame})`)].join("\n"),
  });
  try {
    guard("perInstance", { label: "a service" }, () => {
      throw error;
    });
  } catch (thrown) {
    if (isTroupeError(thrown)) return thrown.diagnostics[0]!.marks[0]!.site;
  }
  throw new Error("guard threw no diagnostic");
}

describe("the place of an error in the user's code", () => {
  test("is the innermost frame, whatever the folder of the file is called", () => {
    for (const file of [
      "/srv/packages/core/src/troupe.ts",
      "/srv/@troupe/linux/troupe.ts",
      "/srv/packages/nixos/dist/troupe.js",
    ])
      expect(placeOf(`${file}:3:7`, "/srv/elsewhere.ts:1:1")).toMatchObject({
        file,
        line: 3,
        column: 7,
        label: "a service",
      });
  });

  test("is never in Node or in a file that was declared as Troupe's own", () => {
    declareOwnCode((file) => file.startsWith("/opt/troupe/"));
    expect(
      placeOf(
        "node:internal/url:3:7",
        "<anonymous>:1:1",
        "/opt/troupe/core/reader.js:1:1",
        "file:///srv/troupe.ts:12:5",
      ),
    ).toMatchObject({
      file: "/srv/troupe.ts",
      line: 12,
    });
  });
});
