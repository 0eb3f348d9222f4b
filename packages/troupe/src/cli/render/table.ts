/** A table for the terminal: columns as wide as they need to be; where they do not fit, rows become blocks. */
import { wrap } from "../../text/text.ts";

type Row = readonly string[];

/** The least that the last column gets before rows become blocks; and before one of its words, which may be a long value, is cut. */
const leastRoom = 20;
const leastOfWord = 40;

/**
 * Rows of cells under headings. Where the terminal is narrow the last column is wrapped; where there is no room for that either, every row
 * is a block: its first cell, and below it a line for each of the others that is not empty.
 */
export function table(headings: Row, rows: readonly Row[], width: number): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const last = widths.pop() ?? 0;
  const before = widths.reduce((sum, each) => sum + each + 2, 0);
  const room = width - before;
  const longest = Math.max(...all.flatMap((row) => (row[widths.length] ?? "").split(" ").map((word) => word.length)));
  if (room < Math.min(last, leastRoom) || room < Math.min(longest, leastOfWord))
    return rows.flatMap((row) => block(headings, row, width)).join("\n");
  return all
    .map((row) => {
      const start = widths.map((each, column) => `${(row[column] ?? "").padEnd(each)}  `).join("");
      const lines = wrap(row[widths.length] ?? "", room).split("\n");
      return lines.map((line, index) => `${index === 0 ? start : " ".repeat(before)}${cut(line, room)}`.trimEnd()).join("\n");
    })
    .join("\n");
}

const cut = (line: string, room: number): string => (line.length > room ? `${line.slice(0, room - 1)}…` : line);

/** A row of its own; one that continues the row before it has no first cell. */
function block([, ...headings]: Row, [first = "", ...cells]: Row, width: number): readonly string[] {
  const indent = Math.max(...headings.map((heading) => heading.length)) + 4;
  const lines = cells.map((cell, column) => {
    const [start = "", ...more] = wrap(cell, width - indent).split("\n");
    return [`  ${headings[column]!}`.padEnd(indent) + start, ...more.map((line) => " ".repeat(indent) + line)].join("\n");
  });
  return [...(first === "" ? [] : [first]), ...lines.filter((_, column) => cells[column] !== "")];
}
