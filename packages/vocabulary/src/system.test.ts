import { expect, it } from "vitest";
import { moduleSite, system } from "./system.ts";

it("gives back what it was given, and knows where it was called", () => {
  const fragment = { networking: { hostName: "alice" } };
  const module = system(fragment);
  expect(module).toBe(fragment);
  expect(moduleSite(module)).toMatchObject({
    file: expect.stringMatching(/system\.test\.ts$/),
    line: 6,
    column: expect.any(Number),
  });
  expect(moduleSite({})).toBeUndefined();
});
