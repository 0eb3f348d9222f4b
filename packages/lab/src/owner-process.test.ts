import { expect, test } from "vitest";
import { isAlive, parseStartTime, thisProcess } from "./owner-process.ts";

test("parseStartTime reads names of programs that contain brackets", () => {
  const rest = "1 7 7 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 4711 0";
  expect(parseStartTime(`7 (a) S b) S ${rest}`)).toBe("4711");
  expect(parseStartTime(`7 (sleep) Z ${rest}`)).toBeUndefined();
});

test("isAlive compares the number and the start time", () => {
  expect(isAlive(thisProcess())).toBe(true);
  expect(isAlive({ ...thisProcess(), startTime: "1" })).toBe(false);
  expect(isAlive({ pid: 2 ** 30, startTime: "1" })).toBe(false);
});
