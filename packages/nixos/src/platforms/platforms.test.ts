import { defineInventory } from "@troupe/core";
import { describe, expect, it } from "vitest";
import { emitMachine } from "../modules/machine.ts";
import { evaluateNixos } from "../testing/inventory.ts";
import { nixPlatforms, platformOfClass } from "./index.ts";

describe.each(nixPlatforms.map((platform) => [platform.name, platform] as const))("the platform %s", (_, platform) => {
  const machineClass = platform.machineClass.name;
  const evaluated = evaluateNixos(defineInventory({ machines: { alice: { class: machineClass } } })).machine("alice");

  it("is found by the class of its machines", () => {
    expect(platformOfClass(machineClass)).toBe(platform);
    expect(platform.machineClass.result).toBe(platform.result);
  });

  it("imports the modules of Troupe into each machine", () => {
    const text = emitMachine(evaluated).files.get("troupe/machines/alice/default.nix")!;
    for (const file of platform.modules.keys()) expect(text).toContain(`../../${file}`);
    expect(text.includes("../../")).toBe(platform.modules.size > 0);
  });
});

it("a class whose machines Nix does not evaluate has no platform, and emits no machine", () => {
  const evaluated = evaluateNixos(defineInventory({ machines: { alice: { class: "linux" } } })).machine("alice");
  expect(platformOfClass("linux")).toBeUndefined();
  expect(() => emitMachine(evaluated)).toThrow("Nix does not evaluate machines of class linux");
});
