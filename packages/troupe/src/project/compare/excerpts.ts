/** Two values that differ, side by side: short, and from where they differ on. */

const around = 12;

/**
 * Both as JSON, with about `most` characters each; undefined where there is none.
 *
 * @example
 * excerpts(80, 81); // => ["80", "81"]
 */
export function excerpts(before: unknown, after: unknown, most = 60): readonly [string | undefined, string | undefined] {
  const [one, other] = [before, after].map((value) => (value === undefined ? undefined : JSON.stringify(value)));
  const from = one === undefined || other === undefined ? 0 : Math.max(0, commonStart(one, other) - around);
  return [excerpt(one, from, most), excerpt(other, from, most)];
}

function excerpt(text: string | undefined, from: number, most: number): string | undefined {
  if (text === undefined || text.length <= most) return text;
  const start = from > around ? from : 0;
  const shown = text.slice(start, start + most);
  return `${start > 0 ? "…" : ""}${shown}${start + most < text.length ? "…" : ""}`;
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}
