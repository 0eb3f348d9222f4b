import { expect, it } from "vitest";
import { earlierGeneration } from "./rollback.ts";

const generations = ["a1-nixos-1", "b2-nixos-2", "c3-nixos-3", "b2-nixos-2"].map((id, index) => ({
  number: index + 40,
  time: index,
  id,
}));
const state = (base: string, boots: number, history: readonly string[]) => ({
  base,
  boots: { number: boots, id: base },
  generations,
  host: { history: history.map((id, time) => ({ id, time })) },
});

it("earlierGeneration returns the generation confirmed before the current one that the profile still has", () => {
  expect(earlierGeneration(state("c3-nixos-3", 42, ["a1-nixos-1", "c3-nixos-3"]))).toBe("a1-nixos-1");
  expect(earlierGeneration(state("a1-nixos-1", 40, ["a1-nixos-1", "c3-nixos-3", "a1-nixos-1"]))).toBe("c3-nixos-3");
  expect(earlierGeneration(state("c3-nixos-3", 42, ["collected-nixos-0", "c3-nixos-3"]))).toBe("b2-nixos-2");
});

it("earlierGeneration returns the generation before the booted one if Troupe confirmed none", () => {
  expect(earlierGeneration(state("b2-nixos-2", 43, []))).toBe("c3-nixos-3");
  expect(earlierGeneration(state("a1-nixos-1", 40, []))).toBeUndefined();
});

it("earlierGeneration returns the requested generation by its number or the beginning of its id", () => {
  const from = state("c3-nixos-3", 42, []);
  expect(earlierGeneration(from, "41")).toBe("b2-nixos-2");
  expect(earlierGeneration(from, "a1")).toBe("a1-nixos-1");
  expect(earlierGeneration(from, "99")).toBeUndefined();
});
