/** Helpers for tests of messages. */
import { formatDiagnostic } from "../../diagnostics/troupe-error.ts";
import type { ModuleLike } from "../../model/module.ts";
import type { OptionTree } from "../../model/option.ts";
import { evalModules } from "../eval-modules.ts";

export const declarations = { file: "options.ts", line: 1 };
export function problems(options: OptionTree, ...modules: readonly ModuleLike[]): string {
  const { diagnostics } = evalModules({ modules: [{ site: declarations, options }, ...modules] });
  return diagnostics().map(formatDiagnostic).join("\n\n");
}

export const ts = (line: number, config: unknown): ModuleLike => ({ site: { file: "troupe.ts", line }, config });
export const json = (line: number, config: unknown): ModuleLike => ({
  site: { file: "inventory.json", line, column: 5 },
  config,
});
