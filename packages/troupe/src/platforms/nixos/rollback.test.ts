import { expect, it } from "vitest";
import { earlierSystem } from "./rollback.ts";

const generations = ["a1-nixos-1", "b2-nixos-2", "c3-nixos-3", "b2-nixos-2"].map((id, index) => ({ number: index + 40, time: index, id }));
const state = (base: string, boots: number, history: readonly string[]) => ({
  base,
  boots: { number: boots, id: base },
  generations,
  host: { history: history.map((id, time) => ({ id, time })) },
});

it("goes to the one confirmed before, which twice is forward again, if the profile has it still", () => {
  expect(earlierSystem(state("c3-nixos-3", 42, ["a1-nixos-1", "c3-nixos-3"]))).toBe("a1-nixos-1");
  expect(earlierSystem(state("a1-nixos-1", 40, ["a1-nixos-1", "c3-nixos-3", "a1-nixos-1"]))).toBe("c3-nixos-3");
  expect(earlierSystem(state("c3-nixos-3", 42, ["collected-nixos-0", "c3-nixos-3"]))).toBe("b2-nixos-2");
});

it("goes to the generation before where Troupe confirmed none", () => {
  expect(earlierSystem(state("b2-nixos-2", 43, []))).toBe("c3-nixos-3");
  expect(earlierSystem(state("a1-nixos-1", 40, []))).toBeUndefined();
});

it("goes to the one that is named, by its number or the beginning of its id", () => {
  const from = state("c3-nixos-3", 42, []);
  expect(earlierSystem(from, "41")).toBe("b2-nixos-2");
  expect(earlierSystem(from, "a1")).toBe("a1-nixos-1");
  expect(earlierSystem(from, "99")).toBeUndefined();
});
