/**
 * Where several hundred exports read each other in a row, mkExports of some machine was told to call itself without an
 * end.
 */
import { defineInventory, defineService } from "@troupe/core";
import { option, t } from "@troupe/modules";
import { expect, test } from "vitest";
import { evaluate, problemsOf } from "./evaluate.ts";

const chain = (length: number, last: () => number) => {
  const service = defineService({
    manifest: { name: "s" },
    exports: { distance: option(t.int) },
    roles: {
      r: {
        interface: { position: option(t.int) },
        perInstance: ({ settings, exports, mkExports, instanceName }) => ({
          exports: mkExports(() => {
            if (settings.position === length - 1) return { distance: last() };
            const next = exports[`s:${instanceName}:r:m${settings.position + 1}`] as { readonly distance: number };
            return { distance: next.distance + 1 };
          }),
          module: () => ({
            lines: [String((exports[`s:${instanceName}:r:m0`] as { readonly distance: number }).distance)],
          }),
        }),
      },
    },
  });
  const names = Array.from({ length }, (_, index) => `m${index}`);
  const machines = Object.fromEntries(names.map((name, position) => [name, { settings: { position } }]));
  return evaluate(
    defineInventory({
      services: { s: service },
      machines: Object.fromEntries(names.map((name) => [name, {}])),
    }).instances({
      i: { service: "s", roles: { r: { machines } } },
    } as never),
  );
};

test("exports that read each other in a long row", () => {
  expect(chain(1500, () => 0).machine("m0").evaluation.config["lines"]).toEqual(["1499"]);
});

test("what goes wrong at the end of a long row is told as such", () => {
  const forever = (): number => forever();
  expect(problemsOf(chain(1500, forever))[0]).toMatchInlineSnapshot(
    `"TRP2501 mkExports in perInstance of role "r" of service "s" (instance i, machine m1499) failed: it calls itself without an end."`,
  );
});
