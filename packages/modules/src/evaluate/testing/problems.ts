/** Helpers for tests of messages. */
import { formatDiagnostic } from "../../diagnostics/troupe-error.ts";
import type { ModuleLike } from "../../model/module.ts";
import type { OptionTree } from "../../model/option.ts";
import { evalModules } from "../eval-modules.ts";

const declarationSite = { file: "options.ts", line: 1 };
/** Evaluates `modules` with `options`, and returns the diagnostics as text, separated by blank lines. */
export function problems(options: OptionTree, ...modules: readonly ModuleLike[]): string {
  const { diagnostics } = evalModules({ modules: [{ site: declarationSite, options }, ...modules] });
  return diagnostics().map(formatDiagnostic).join("\n\n");
}

/** Returns a module at a line of troupe.ts. */
export const ts = (line: number, config: unknown): ModuleLike => ({ site: { file: "troupe.ts", line }, config });
/** Returns a module at a line of inventory.json, where sites have a column, too. */
export const json = (line: number, config: unknown): ModuleLike => ({
  site: { file: "inventory.json", line, column: 5 },
  config,
});
