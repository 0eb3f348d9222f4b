import * as fc from "fast-check";
import { expect, it } from "vitest";
import { inParallel } from "./parallel.ts";

it("keeps the order and never does more than the limit at once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(5)), fc.integer({ min: 1, max: 6 }), async (turns, limit) => {
      let running = 0;
      let most = 0;
      const results = await inParallel(turns, limit, async (count) => {
        most = Math.max(most, ++running);
        for (let turn = 0; turn < count; turn++) await Promise.resolve();
        running--;
        return count;
      });
      expect(results).toEqual(turns);
      expect(most).toBeLessThanOrEqual(limit);
    }),
  );
});
