/**
 * A tag's function that added to the list of another tag made a member that is no machine; a service that added to the
 * tags of a machine changed them for all.
 */
import { defineInventory, defineService } from "@troupe/core";
import { expect, test } from "vitest";
import { evaluate, problemsOf } from "./evaluate.ts";

const add = (list: readonly string[]): string => String((list as string[]).push("ghost"));
const inventory = (
  perInstance: (context: {
    readonly machine: { readonly tags: readonly string[]; readonly roles: readonly string[] };
  }) => object,
  tags = {},
) =>
  evaluate(
    defineInventory({
      services: { s: defineService({ manifest: { name: "s" }, roles: { r: { perInstance: perInstance as never } } }) },
      machines: { alice: { tags: ["eu"] }, bob: {} },
      tags,
    } as never).instances({ i: { service: "s", roles: { r: { tags: ["all"] } } } } as never),
  );

test("a machine that calls share cannot be changed", () => {
  const renamed = inventory(({ machine }) => Object.assign(machine, { name: "ghost" }));
  expect(problemsOf(renamed)[0]).toMatchInlineSnapshot(
    `"TRP2501 perInstance of role "r" of service "s" (instance i, machine alice) failed: TypeError: Cannot assign to read only property 'name' of object '#<Object>'"`,
  );
});

test("lists that functions are handed cannot be changed", () => {
  const told = [
    inventory(() => ({}), { spare: ({ tags }: { tags: { all: readonly string[] } }) => [add(tags.all)] }),
    inventory(() => ({}), {
      spare: ({ machines }: { machines: { alice: { tags: readonly string[] } } }) => [add(machines.alice.tags)],
    }),
    inventory(({ machine }) => ({ module: { lines: [add(machine.tags)] } })),
    inventory(({ machine }) => ({ module: { lines: [add(machine.roles)] } })),
  ].map((evaluated) => problemsOf(evaluated)[0]);
  expect(told.join("\n")).toMatchInlineSnapshot(`
    "TRP2501 The function of tag "spare" failed: TypeError: Cannot add property 2, object is not extensible
    TRP2501 The function of tag "spare" failed: TypeError: Cannot add property 1, object is not extensible
    TRP2501 perInstance of role "r" of service "s" (instance i, machine alice) failed: TypeError: Cannot add property 3, object is not extensible
    TRP2501 perInstance of role "r" of service "s" (instance i, machine alice) failed: TypeError: Cannot add property 1, object is not extensible"
  `);
});
