/** Renders the graph of exports as text, for Mermaid and for Graphviz. */
import type { ExportsGraph, GraphEdge } from "@troupe/core";
import type { Terminal } from "../terminal.ts";
import { table } from "./table.ts";
import { count, listed, wrap } from "../../text/text.ts";

/** Renders a line for each pair of reader and writer; long lists are shortened. */
export function graphText(
  { level, nodes, edges, unread }: ExportsGraph,
  { style, width, tableWidth }: Pick<Terminal, "style" | "width" | "tableWidth">,
): string {
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  const label = (id: string) => labels.get(id)!;
  const byReader = Map.groupBy(edges, ({ reader }) => reader);
  const withMachines = level !== "machine";
  const alike = Map.groupBy(byReader.values(), (own) =>
    JSON.stringify(own.map(({ writer, exports }) => [writer, exports])),
  );
  const groups = [...alike.values()].flatMap((group) =>
    group.length > mostReaders ? [group] : group.map((own) => [own]),
  );
  const rows = groups.flatMap((group) => {
    const own = group[0]!;
    const machines = new Set(group.flat().flatMap((edge) => edge.machines)).size;
    const readers = listed(
      group.map(([edge]) => label(edge!.reader)),
      3,
    );
    const start = [readers, ...(withMachines ? [String(machines)] : [])];
    const blank = start.map(() => "");
    if (own.length > mostWriters)
      return [
        [
          ...start,
          listed(
            own.map(({ writer }) => label(writer)),
            3,
          ),
          shownExports(own),
        ],
      ];
    return own.map((edge, index) => [...(index === 0 ? start : blank), label(edge.writer), shownExports([edge])]);
  });
  const headings = ["reader", ...(withMachines ? ["machines"] : []), "reads", "exports"];
  const unreadLines =
    unread.length === 0 ? [] : [wrap(`Nobody reads the exports of ${listed(unread.map(label), 12)}.`, width)];
  if (rows.length === 0) return unreadLines[0] ?? "There are no exports.";
  const [head, ...body] = table(headings, rows, tableWidth).split("\n");
  return [[style("heading", head!), ...body].join("\n"), ...unreadLines].join("\n\n");
}

const mostWriters = 6;
/** The number of readers with the same reads from which on they share a line. */
const mostReaders = 6;

function shownExports(edges: readonly GraphEdge[]): string {
  const exports = [...new Set(edges.flatMap((edge) => edge.exports))];
  return exports.length === 1 ? exports[0]! : count(exports.length, "export");
}

/** Renders the graph for Markdown and web pages: https://mermaid.js.org/syntax/flowchart.html */
export function graphMermaid({ nodes, edges }: ExportsGraph): string {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  return [
    "flowchart LR",
    ...nodes.map(({ id, label }) => `  ${names.get(id)}["${label.replaceAll('"', "#quot;")}"]`),
    ...edges.map(
      (edge) => `  ${names.get(edge.reader)} -->|${count(edge.exports.length, "export")}| ${names.get(edge.writer)}`,
    ),
  ].join("\n");
}

/** Renders the graph for Graphviz. */
export function graphDot({ nodes, edges }: ExportsGraph): string {
  return [
    "digraph exports {",
    "  rankdir=LR;",
    "  node [shape=box];",
    ...nodes.map(({ id, label }) => `  ${quoted(id)} [label=${quoted(label)}];`),
    ...edges.map(
      (edge) =>
        `  ${quoted(edge.reader)} -> ${quoted(edge.writer)} [label=${quoted(count(edge.exports.length, "export"))}];`,
    ),
    "}",
  ].join("\n");
}

const quoted = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
