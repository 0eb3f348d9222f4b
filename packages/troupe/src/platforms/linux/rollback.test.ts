import { expect, it } from "vitest";
import { earlierGeneration } from "./rollback.ts";

const history = ["aa11", "bb22", "aa11", "cc33"].map((id, time) => ({ id, time }));

it("earlierGeneration returns the generation confirmed before the current one", () => {
  expect(earlierGeneration({ base: "cc33", history })).toBe("aa11");
  expect(earlierGeneration({ base: "aa11", history: [...history, { id: "aa11", time: 9 }] })).toBe("cc33");
});

it("earlierGeneration returns the requested generation by the beginning of its id", () => {
  expect(earlierGeneration({ base: "cc33", history }, "bb")).toBe("bb22");
  expect(earlierGeneration({ base: "cc33", history }, "dd")).toBeUndefined();
});

it("earlierGeneration returns undefined if the history has no other generation", () => {
  expect(earlierGeneration({ base: null, history: [] })).toBeUndefined();
  expect(earlierGeneration({ base: "aa11", history: [{ id: "aa11", time: 0 }] })).toBeUndefined();
});
