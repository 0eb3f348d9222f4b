/** A table for the terminal: columns as wide as they need to be, the last one cut where the terminal ends. */

/** Rows of cells under headings. The last column gives way where the terminal is narrow. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[], width: number): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all
    .map((row) => {
      const line = row
        .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column]!)))
        .join("  ")
        .trimEnd();
      return line.length > width ? `${line.slice(0, width - 1)}…` : line;
    })
    .join("\n");
}
