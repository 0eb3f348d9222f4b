/** explain ended in a TypeError where finding the definitions of an option fails. */
import { defineService, explain } from "@troupe/core";
import { mkIf, option, t } from "@troupe/modules";
import { expect, test } from "vitest";
import { withService } from "./evaluate.ts";

test("what fails while definitions are looked for is a problem", () => {
  const condition = (): boolean => {
    throw new Error("no condition");
  };
  const service = defineService({
    manifest: { name: "s" },
    roles: { r: { interface: { ports: option(t.attrsOf(t.port)) } } },
  });
  const { problems } = explain(
    withService(service, { ports: mkIf(condition, { web: 80 }) }),
    "i/r/alice",
    "settings.ports",
  );
  expect(problems.map(({ message }) => message)).toEqual([
    "Computing `instances.i.roles.r.settings.ports` failed: no condition",
  ]);
});
