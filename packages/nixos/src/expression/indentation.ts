/** Indentation of templates over several lines. */

/** Removes the blanks that all lines of a template begin with, and blank lines at its start and end. */
export function dedent(parts: readonly string[]): readonly string[] {
  if (!parts.some((part) => part.includes("\n"))) return parts;
  const lines = parts.join("\0").split("\n");
  const depths = lines.slice(1).flatMap((line) => (line.trim() === "" ? [] : [line.length - line.trimStart().length]));
  const depth = depths.length === 0 ? 0 : Math.min(...depths);
  const moved = lines.map((line, index) =>
    index === 0 ? line : line.slice(Math.min(depth, line.length - line.trimStart().length)),
  );
  if (moved[0]!.trim() === "") moved.shift();
  if (moved.length > 0 && moved.at(-1)!.trim() === "") moved.pop();
  return moved.join("\n").split("\0");
}
