/** The queue of builds, because evaluating a system takes a lot of memory. */

/** Builds at once on this computer and on machines together; each may take a gigabyte where it is evaluated. */
const atOnce = 4;
let running = 0;
const queue: (() => void)[] = [];

/** Runs work once fewer than four other builds run. */
export async function limited<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) await new Promise<void>((resolve) => void queue.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = queue.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
