import { expectTypeOf, test } from "vitest";
import { defineDeploymentForm } from "./form.ts";

test("the context of a form has its types without annotations", () => {
  defineDeploymentForm({
    name: "ids",
    description: "ids",
    build: ({ machine, generation, files, archive, base }) => {
      expectTypeOf(machine.name).toBeString();
      expectTypeOf(machine.deployUser).toEqualTypeOf<string | undefined>();
      expectTypeOf(generation.manifest.packages).toEqualTypeOf<readonly string[]>();
      expectTypeOf(base).toEqualTypeOf<string | undefined>();
      return {
        content: new Map([...files].map(([path, { bytes, mode }]) => [path, { content: bytes, mode }])),
        next: () => [archive().toString()],
      };
    },
  });
});

test("a form with wrong properties is refused", () => {
  // @ts-expect-error it builds nothing
  defineDeploymentForm({ name: "ids", description: "ids" });
  // @ts-expect-error text is not bytes
  defineDeploymentForm({ name: "ids", description: "ids", build: () => ({ content: "text" }) });
  // @ts-expect-error there is no such property
  defineDeploymentForm({ name: "ids", description: "ids", build: () => ({ content: new Map() }), ending: ".txt" });
});
