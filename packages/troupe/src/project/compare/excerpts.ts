/** Short excerpts of two different values, cut so that the difference is visible. */

/** The number of equal characters that are shown before the difference. */
const contextLength = 12;

/**
 * Returns excerpts of both values as JSON, with about `maxLength` characters each; undefined for an undefined value.
 *
 * @example
 * excerpts(80, 81); // => ["80", "81"]
 */
export function excerpts(
  before: unknown,
  after: unknown,
  maxLength = 60,
): readonly [string | undefined, string | undefined] {
  const [textBefore, textAfter] = [before, after].map((value) =>
    value === undefined ? undefined : JSON.stringify(value),
  );
  const start =
    textBefore === undefined || textAfter === undefined
      ? 0
      : Math.max(0, commonPrefixLength(textBefore, textAfter) - contextLength);
  return [excerpt(textBefore, start, maxLength), excerpt(textAfter, start, maxLength)];
}

function excerpt(text: string | undefined, from: number, maxLength: number): string | undefined {
  if (text === undefined || text.length <= maxLength) return text;
  const start = from > contextLength ? from : 0;
  const shown = text.slice(start, start + maxLength);
  return `${start > 0 ? "…" : ""}${shown}${start + maxLength < text.length ? "…" : ""}`;
}

function commonPrefixLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
