import { expectTypeOf, test } from "vitest";
import { defineDeploymentForm } from "./form.ts";

test("what a form works with is known without annotations", () => {
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

test("what is wrong with a form is", () => {
  // @ts-expect-error it builds nothing
  defineDeploymentForm({ name: "ids", description: "ids" });
  // @ts-expect-error text is not bytes
  defineDeploymentForm({ name: "ids", description: "ids", build: () => ({ content: "text" }) });
  // @ts-expect-error there is no such property
  defineDeploymentForm({ name: "ids", description: "ids", build: () => ({ content: new Map() }), ending: ".txt" });
});
