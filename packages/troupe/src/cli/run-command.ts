/** Runs commands: prints the outcome and the diagnostics, and sets the exit status. */
import { resolve } from "node:path";
import { formatVersions } from "@troupe/linux";
import { type Diagnostic, isTroupeError, type TroupeError } from "@troupe/modules";
import { locateDiagnostics } from "../project/locate.ts";
import { failOnUnhandledErrors } from "../project/runaway/unhandled-errors.ts";
import { runWithWatchdog } from "../project/runaway/watchdog.ts";
import type { CommonFlags } from "./flags.ts";
import { terminalPage } from "./page.ts";
import { hasErrors, renderDiagnostics } from "./render/diagnostics.ts";
import { distinct } from "./render/group.ts";
import type { CliContext } from "./terminal.ts";

/** The outcome of a command. */
export interface Outcome {
  /** The result for `--json`, without the diagnostics. */
  readonly json: { readonly [key: string]: unknown };
  /** The result as text. It is printed before the diagnostics. */
  readonly text?: string;
  readonly diagnostics?: readonly Diagnostic[];
  /** The exit status. By default 1 if a diagnostic is an error, else 0. */
  readonly status?: number;
  /** The folder that paths in diagnostics are relative to. By default the folder of the project. */
  readonly folder?: string;
}

/**
 * Runs the code of a command and prints its outcome. A `TroupeError` is printed as its diagnostics, another error as a
 * fault of Troupe.
 */
export async function runCommand(context: CliContext, flags: CommonFlags, run: () => Promise<Outcome>): Promise<void> {
  try {
    report(
      context,
      flags,
      await failOnUnhandledErrors(
        () => runWithWatchdog(run),
        (problem) => report(context, flags, failure(problem)),
      ),
    );
  } catch (error) {
    if (isTroupeError(error)) report(context, flags, failure(error));
    else reportBug(context, error);
  }
}

const failure = ({ diagnostics }: TroupeError): Outcome => ({ json: {}, diagnostics });

function report(context: CliContext, flags: CommonFlags, outcome: Outcome): void {
  const diagnostics = distinct(locateDiagnostics(outcome.diagnostics ?? []));
  const { terminal } = context;
  if (flags.json) terminal.json({ version: formatVersions.json, ...outcome.json, diagnostics }, 2);
  else {
    if (outcome.text !== undefined && outcome.text !== "") terminal.line(outcome.text);
    if (diagnostics.length > 0)
      terminal.note(
        (outcome.text ? "\n" : "") +
          renderDiagnostics(
            diagnostics,
            terminalPage(terminal, outcome.folder ?? resolve(context.cwd, flags.directory)),
          ),
      );
  }
  context.process.exitCode = outcome.status ?? (hasErrors(diagnostics) ? 1 : 0);
}

/** Prints an error that is a fault of Troupe. `TROUPE_DEBUG` adds the stack. */
export function reportBug({ terminal, process }: CliContext, error: unknown): void {
  terminal.note(
    `This is a fault in Troupe, not in your project: ${error instanceof Error ? error.message : String(error)}`,
  );
  if (process.env?.["TROUPE_DEBUG"]) terminal.note(error instanceof Error ? error.stack : "");
  else terminal.note("Run it again with TROUPE_DEBUG=1 to see where, and please report it.");
  process.exitCode = 1;
}
