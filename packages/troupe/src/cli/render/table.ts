/** Renders tables for the terminal. */
import { wrap } from "../../text/text.ts";

type Row = readonly string[];

/** The minimal width of the last column, and of its longest word: rows of a narrower table become blocks. */
const minimalWidth = 20;
const minimalWordWidth = 40;

/**
 * Renders rows of cells under headings. In a narrow terminal the last column is wrapped. If there is no room for that
 * column, every row is a block: its first cell, and a line for each of the other cells that is not empty.
 */
export function table(headings: Row, rows: readonly Row[], width: number): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const last = widths.pop() ?? 0;
  const before = widths.reduce((sum, columnWidth) => sum + columnWidth + 2, 0);
  const room = width - before;
  const longest = Math.max(...all.flatMap((row) => (row[widths.length] ?? "").split(" ").map((word) => word.length)));
  if (room < Math.min(last, minimalWidth) || room < Math.min(longest, minimalWordWidth))
    return rows.flatMap((row) => block(headings, row, width)).join("\n");
  return all
    .map((row) => {
      const start = widths.map((columnWidth, column) => `${(row[column] ?? "").padEnd(columnWidth)}  `).join("");
      const lines = wrap(row[widths.length] ?? "", room).split("\n");
      return lines
        .map((line, index) => `${index === 0 ? start : " ".repeat(before)}${cut(line, room)}`.trimEnd())
        .join("\n");
    })
    .join("\n");
}

const cut = (line: string, room: number): string => (line.length > room ? `${line.slice(0, room - 1)}…` : line);

/** Renders a row as a block. A row that continues the row before it has an empty first cell. */
function block([, ...headings]: Row, [first = "", ...cells]: Row, width: number): readonly string[] {
  const indent = Math.max(...headings.map((heading) => heading.length)) + 4;
  const lines = cells.map((cell, column) => {
    const [start = "", ...more] = wrap(cell, width - indent).split("\n");
    return [`  ${headings[column]!}`.padEnd(indent) + start, ...more.map((line) => " ".repeat(indent) + line)].join(
      "\n",
    );
  });
  return [...(first === "" ? [] : [first]), ...lines.filter((_, column) => cells[column] !== "")];
}
