/** Many machines at once, but not all of them. */
import { availableParallelism } from "node:os";

/** The most machines to contact at once where the operator names no number. */
export const usualParallel: number = Math.min(16 * availableParallelism(), 64);

/** Calls `work` for every item, `limit` of them at a time; the results have the order of the items. */
export async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = Array.from({ length: items.length });
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
