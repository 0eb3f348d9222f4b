/** `troupe graph`: who reads whose exports. */
import { resolve } from "node:path";
import { exportsGraph, type GraphLevel } from "@troupe/core";
import { evaluateProject } from "../../project/evaluate.ts";
import { runCommand } from "../command.ts";
import type { CommonFlags } from "../flags.ts";
import { hasErrors } from "../render/diagnostics.ts";
import { graphDot, graphMermaid, graphText } from "../render/graph.ts";
import type { CliContext } from "../terminal.ts";

interface GraphFlags extends CommonFlags {
  readonly format: "text" | "mermaid" | "dot" | "json";
  readonly level: GraphLevel;
}

/** The command. */
export async function graph(this: CliContext, flags: GraphFlags): Promise<void> {
  const { terminal } = this;
  const json = flags.json || flags.format === "json";
  await runCommand(this, { ...flags, json }, async () => {
    const { folder, evaluated } = await evaluateProject(resolve(this.cwd, flags.directory));
    const diagnostics = evaluated.diagnostics();
    if (hasErrors(diagnostics)) return { json: {}, diagnostics, folder };
    const found = exportsGraph(evaluated, flags.level);
    const text = flags.format === "mermaid" ? graphMermaid(found) : flags.format === "dot" ? graphDot(found) : graphText(found, terminal);
    return { json: { ...found }, text, diagnostics, folder };
  });
}
