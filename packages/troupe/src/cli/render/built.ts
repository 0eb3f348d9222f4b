/** What was built, and what to do with it. */
import { relative } from "node:path";
import type { BuiltPackage } from "../../bundles/build-package.ts";
import type { CliContext } from "../terminal.ts";
import { shortId } from "./plan.ts";
import { table } from "./table.ts";
import { count, listed, size, wrap } from "../../text/text.ts";

/** A line for each machine; what to do next is shown for the first one. */
export function renderBuilt(
  built: readonly BuiltPackage[],
  { terminal, cwd }: Pick<CliContext, "terminal" | "cwd">,
): string {
  const rows = built.map(({ machine, generation, path, kind, files, bytes }) => [
    machine,
    shortId(generation),
    kind === "file" ? size(bytes) : `${size(bytes)} in ${count(files, "file")}`,
    relative(cwd, path) || ".",
  ]);
  const [first] = built;
  if (first === undefined) return "";
  const needed = [...new Set(built.flatMap(({ packages }) => packages))].toSorted();
  const installs = `Activating installs what is missing of: ${listed(needed)}.`;
  return [
    table(["machine", "generation", "size", "written to"], rows, terminal.tableWidth),
    ...(needed.length === 0 ? [] : [wrap(installs, terminal.width)]),
    // Commands are for copying: they are not wrapped.
    ...(first.next.length === 0
      ? []
      : [[...(built.length > 1 ? [terminal.style("heading", `For ${first.machine}`)] : []), ...first.next].join("\n")]),
  ].join("\n\n");
}
