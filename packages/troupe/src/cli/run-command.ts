/** What all commands do alike: problems are printed, never thrown at the user, and decide the exit status. */
import { resolve } from "node:path";
import { type Diagnostic, isTroupeError, type TroupeError } from "@troupe/modules";
import { locateDiagnostics } from "../project/locate.ts";
import { failOnUnhandledErrors } from "../project/runaway/unhandled-errors.ts";
import { runWithWatchdog } from "../project/runaway/watchdog.ts";
import type { CommonFlags } from "./flags.ts";
import { hasErrors, renderDiagnostics } from "./render/diagnostics.ts";
import { distinct } from "./render/group.ts";
import type { CliContext } from "./terminal.ts";

/** What a command has to say at its end. */
export interface Outcome {
  /** The whole result for `--json`; `diagnostics` is added. */
  readonly json: { readonly [key: string]: unknown };
  /** What a person reads. Written before the diagnostics. */
  readonly text?: string;
  readonly diagnostics?: readonly Diagnostic[];
  /** 0 unless there are problems. */
  readonly status?: number;
  /** Files are named relative to it. */
  readonly folder?: string;
}

/** Runs a command and prints its outcome. Exit status 1 if there are errors. */
export async function runCommand(context: CliContext, flags: CommonFlags, run: () => Promise<Outcome>): Promise<void> {
  try {
    report(
      context,
      flags,
      await failOnUnhandledErrors(
        () => runWithWatchdog(run),
        (problem) => report(context, flags, failed(problem)),
      ),
    );
  } catch (error) {
    if (isTroupeError(error)) report(context, flags, failed(error));
    else reportBug(context, error);
  }
}

const failed = ({ diagnostics }: TroupeError): Outcome => ({ json: {}, diagnostics });

function report(context: CliContext, flags: CommonFlags, outcome: Outcome): void {
  const diagnostics = distinct(locateDiagnostics(outcome.diagnostics ?? []));
  const { terminal } = context;
  if (flags.json) terminal.line(JSON.stringify({ ...outcome.json, diagnostics }, null, 2));
  else {
    if (outcome.text !== undefined && outcome.text !== "") terminal.line(outcome.text);
    if (diagnostics.length > 0)
      terminal.note(
        (outcome.text ? "\n" : "") + renderDiagnostics(diagnostics, terminal, outcome.folder ?? resolve(context.cwd, flags.directory)),
      );
  }
  context.process.exitCode = outcome.status ?? (hasErrors(diagnostics) ? 1 : 0);
}

/** A fault of Troupe itself. The stack is for whoever mends it, so it must be asked for. */
export function reportBug({ terminal, process }: CliContext, error: unknown): void {
  terminal.note(`This is a fault in Troupe, not in your project: ${error instanceof Error ? error.message : String(error)}`);
  if (process.env?.["TROUPE_DEBUG"]) terminal.note(error instanceof Error ? error.stack : "");
  else terminal.note("Run it again with TROUPE_DEBUG=1 to see where, and please report it.");
  process.exitCode = 1;
}
