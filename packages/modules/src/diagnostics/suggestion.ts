/** "Did you mean …?": the nearest of the names that exist. */

/** Longer names are not compared, because comparing takes the square of the length. */
const longestCompared = 100;
/** Further names are not compared. */
const mostCompared = 5000;

/**
 * The names nearest to a misspelt one, best first; none if nothing is near. Compares a bounded number of names of a
 * bounded length.
 *
 * @example
 * suggest("labtop", ["laptop", "server"]); // => ["laptop"]
 */
export function suggest(wrong: string, names: Iterable<string>, limit = 3): readonly string[] {
  const near: { name: string; distance: number }[] = [];
  const bound = Math.max(1, Math.floor(wrong.length / 3));
  if (wrong.length > longestCompared) return [];
  const compared = new Set<string>();
  for (const name of names) {
    if (compared.size === mostCompared) break;
    if (compared.has(name)) continue;
    compared.add(name);
    const distance = editDistance(wrong.toLowerCase(), name.toLowerCase(), bound);
    if (distance <= bound) near.push({ name, distance });
  }
  near.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return near.slice(0, limit).map((entry) => entry.name);
}

/**
 * `Did you mean "laptop"?`, or else `There are: a, b.`, or undefined where there is nothing to choose from.
 *
 * @example
 * didYouMean("labtop", ["laptop", "server"]); // => 'Did you mean "laptop"?'
 * didYouMean("printer", ["laptop", "server"]); // => "There are: laptop, server."
 */
export function didYouMean(wrong: string, names: Iterable<string>): string | undefined {
  const all = [...new Set(names)].toSorted();
  const near = suggest(wrong, all);
  if (near.length > 0) return `Did you mean ${near.map((name) => JSON.stringify(name)).join(" or ")}?`;
  if (all.length === 0) return undefined;
  const shown = all.slice(0, 12);
  return `There ${all.length === 1 ? "is" : "are"}: ${shown.map(shortened).join(", ")}${all.length > shown.length ? `, and ${all.length - shown.length} more` : ""}.`;
}

const shortened = (name: string): string =>
  name.length > longestCompared ? `${name.slice(0, longestCompared)}…` : name;

/** Edit distance with transpositions (optimal string alignment); anything above `bound` is reported as `bound + 1`. */
function editDistance(a: string, b: string, bound: number): number {
  if (Math.abs(a.length - b.length) > bound) return bound + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, beforePrevious[j - 2]! + 1);
      row.push(best);
      if (best < least) least = best;
    }
    // No later row has a smaller distance: a transposition skips a row whose least is at most 1 smaller, and costs 1.
    if (least > bound) return bound + 1;
    beforePrevious = previous;
    previous = row;
  }
  return Math.min(previous[b.length]!, bound + 1);
}
