/** `troupe graph`: the readers and writers of exports. */
import { resolve } from "node:path";
import { exportsGraph } from "@troupe/core";
import { evaluateProject } from "../../project/evaluate.ts";
import { defineCommand } from "../command.ts";
import { runCommand } from "../run-command.ts";
import { hasErrors } from "../render/diagnostics.ts";
import { graphDot, graphMermaid, graphText } from "../render/graph.ts";

export const command = defineCommand({
  brief: "Show which roles read exports of which roles",
  uses: [
    {
      usage: "graph",
      example: "graph --format mermaid --level machine",
      summary:
        "Show which roles read exports of which roles (`--format mermaid`, `dot`; `--level machine`, `instance`, `service`)",
      guide: "export-and-read",
    },
  ],
  flags: {
    format: {
      kind: "enum",
      values: ["text", "mermaid", "dot", "json"],
      default: "text",
      brief: "The form of the graph",
    },
    level: {
      kind: "enum",
      values: ["machine", "role", "instance", "service"],
      default: "role",
      brief: "What its nodes are: every machine of a role, or all of them together",
    },
  },
  async run(context, flags) {
    const { terminal } = context;
    const json = flags.json || flags.format === "json";
    await runCommand(context, { ...flags, json }, async () => {
      const { folder, evaluated } = await evaluateProject(resolve(context.cwd, flags.directory));
      const diagnostics = evaluated.diagnostics();
      if (hasErrors(diagnostics)) return { json: {}, diagnostics, folder };
      const found = exportsGraph(evaluated, flags.level);
      const text =
        flags.format === "mermaid"
          ? graphMermaid(found)
          : flags.format === "dot"
            ? graphDot(found)
            : graphText(found, terminal);
      return { json: { ...found }, text, diagnostics, folder };
    });
  },
});
