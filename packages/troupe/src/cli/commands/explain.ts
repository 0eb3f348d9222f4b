/** `troupe explain`: the chain of definitions behind a value, down to lines of files. */
import { resolve } from "node:path";
import { explain as explainValue, type Explanation } from "@troupe/core";
import type { Site } from "@troupe/modules";
import { evaluateProject } from "../../project/evaluate.ts";
import { siteLocator } from "../../project/locate.ts";
import { defineCommand } from "../command.ts";
import { terminalPage } from "../page.ts";
import { runCommand } from "../run-command.ts";
import { withPrograms } from "../render/programs.ts";
import { renderExplanation } from "../render/explanation.ts";

export const command = defineCommand({
  brief: "Explain where a value comes from",
  uses: [
    {
      usage: "explain SUBJECT [PATH]",
      example: "explain alice networking.hostName",
      summary:
        "Explain where a value comes from: every definition and whether it is used, and the settings and exports behind the value",
      guide: "check-and-explain",
    },
  ],
  flags: {},
  positional: {
    kind: "tuple",
    parameters: [
      { placeholder: "subject", brief: "MACHINE, INSTANCE/ROLE[/MACHINE] or an export SERVICE:INSTANCE:ROLE:MACHINE" },
      { optional: true, placeholder: "path", brief: 'What of it: environment.etc."a.conf".text, settings.port' },
    ],
  },
  async run(context, flags, subject, path) {
    const { terminal } = context;
    await runCommand(context, flags, async () => {
      const { folder, evaluated } = await evaluateProject(resolve(context.cwd, flags.directory));
      const explanation = located(explainValue(evaluated, subject, path));
      const { problems, ...json } = explanation;
      return {
        json,
        text: renderExplanation(withPrograms(explanation), terminalPage(terminal, folder)),
        diagnostics: [...evaluated.inventory.diagnostics, ...problems],
        folder,
      };
    });
  },
});

/** Replaces every place of an explanation by that of its property. */
function located(explanation: Explanation): Explanation {
  const locate = siteLocator();
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, field]) => {
        if (key === "site") return [key, locate(field as Site)];
        if (key === "sites" || key === "carried") return [key, (field as readonly Site[]).map(locate)];
        // A value may have a key "site" of its own.
        return [key, key === "value" || key === "problems" ? field : visit(field)];
      }),
    );
  };
  return visit(explanation) as Explanation;
}
