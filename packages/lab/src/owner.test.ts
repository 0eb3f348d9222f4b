import { expect, test } from "vitest";
import { isAlive, parseStartTime, thisProcess } from "./owner.ts";

test("the name of a program may look like the end of itself", () => {
  const rest = "1 7 7 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 4711 0";
  expect(parseStartTime(`7 (a) S b) S ${rest}`)).toBe("4711");
  expect(parseStartTime(`7 (sleep) Z ${rest}`)).toBeUndefined();
});

test("a process is recognised by more than its number", () => {
  expect(isAlive(thisProcess())).toBe(true);
  expect(isAlive({ ...thisProcess(), startTime: "1" })).toBe(false);
  expect(isAlive({ pid: 2 ** 30, startTime: "1" })).toBe(false);
});
