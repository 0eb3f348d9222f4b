import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { limited } from "./queue.ts";

/** The most of them that ran at once. */
async function most(take: (work: () => Promise<void>) => Promise<void>): Promise<number> {
  let [now, top] = [0, 0];
  const work = async () => {
    top = Math.max(top, ++now);
    await sleep(1);
    now -= 1;
  };
  await Promise.all(Array.from({ length: 12 }, () => take(work)));
  return top;
}

it("builds run four at once", async () => {
  expect(await most(limited)).toBe(4);
});

it("goes on after one that failed", async () => {
  const failures = Array.from({ length: 6 }, () =>
    limited(() => Promise.reject(new Error("no"))).catch(() => "failed"),
  );
  expect(await Promise.all(failures)).toEqual(Array.from({ length: 6 }, () => "failed"));
});
