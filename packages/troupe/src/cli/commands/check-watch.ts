/**
 * `troupe check --watch`: checks again whenever a file of the project changes, and prints the changes of the machines.
 */
import { formatVersions } from "@troupe/linux";
import { existsSync, realpathSync } from "node:fs";
import { relative } from "node:path";
import type { Snapshot } from "@troupe/core/internal";
import type { Diagnostic } from "@troupe/modules";
import { type MachineChange, machineChanges } from "../../project/compare/machine-changes.ts";
import { type CheckedSources, checkSources } from "../../project/check.ts";
import { locateDiagnostics } from "../../project/locate.ts";
import { type Round, watchProject } from "../../project/watch/project-watcher.ts";
import { terminalPage } from "../page.ts";
import { reportBug } from "../run-command.ts";
import type { CommonFlags } from "../flags.ts";
import { hasErrors, renderDiagnostics } from "../render/diagnostics.ts";
import { distinct } from "../render/group.ts";
import { renderChanges } from "../render/changes.ts";
import { count, duration, listed } from "../../text/text.ts";
import type { CliContext } from "../terminal.ts";

/** A round with the data that is printed. */
interface PrintedRound {
  readonly round: Round<CheckedSources>;
  readonly diagnostics: readonly Diagnostic[];
  /**
   * The changes since the last round without errors; undefined for a round with errors, and for the first one without.
   */
  readonly changes: readonly MachineChange[] | undefined;
}

/** Runs until a signal interrupts the command, or until the reader of its output ends. */
export async function checkWatching(context: CliContext, flags: CommonFlags, folder: string): Promise<void> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, stop);
  process.stdout.once("error", stop);
  let lastSnapshot: Snapshot | undefined;
  try {
    for await (const round of watchProject(folder, checkSources, { signal: controller.signal })) {
      const { snapshot } = round.result ?? {};
      const diagnostics = distinct(locateDiagnostics([...round.diagnostics, ...(round.result?.diagnostics ?? [])]));
      const isGood = snapshot !== undefined && !hasErrors(diagnostics);
      const changes = isGood && lastSnapshot !== undefined ? machineChanges(lastSnapshot, snapshot) : undefined;
      if (isGood) lastSnapshot = snapshot;
      printRound(context, flags, folder, { round, diagnostics, changes });
    }
    context.process.exitCode = 0;
  } catch (error) {
    reportBug(context, error);
  }
}

function printRound({ terminal }: CliContext, { json }: CommonFlags, folder: string, printed: PrintedRound): void {
  const now = new Date();
  const { round, diagnostics, changes } = printed;
  const changed = round.changed.map((file) => shortName(file, folder));
  if (json) {
    const { milliseconds } = round;
    return terminal.json({
      version: formatVersions.json,
      time: now.toISOString(),
      milliseconds: Math.round(milliseconds),
      changed,
      changes,
      diagnostics,
    });
  }
  const { style } = terminal;
  const time = style("faint", now.toTimeString().slice(0, 8));
  const cause = changed.length === 0 ? "" : `${listed(changed)}: `;
  const sign = hasErrors(diagnostics) ? style("bad", "✗") : style("good", "✓");
  terminal.line(`${time} ${sign} ${cause}${summary(printed)} ${style("faint", `(${duration(round.milliseconds)})`)}`);
  if (changes !== undefined && changes.length > 0) terminal.line(renderChanges(changes, terminal));
  if (diagnostics.length > 0) terminal.note(`\n${renderDiagnostics(diagnostics, terminalPage(terminal, folder))}\n`);
  if (changed.length > 0) return;
  const files = listed(round.files.map((file) => shortName(file, folder)));
  terminal.note(
    style(
      "faint",
      `${files === "" ? "Waiting for a troupe.ts or an inventory.json" : `Watching ${files}`}. Ctrl-C ends it.`,
    ),
  );
}

/** Summarizes a round: `no machine changes`, `2 of 3 machines change`. */
function summary({ round, diagnostics, changes }: PrintedRound): string {
  const errors = diagnostics.filter(({ blocks }) => blocks !== "nothing").length;
  if (errors > 0) return count(errors, "error");
  const size = round.result?.snapshot.size ?? 0;
  if (changes === undefined) return `${count(size, "machine")}, no errors`;
  // The snapshot has no removed machines, but the total includes them.
  const machines = count(size + changes.filter(({ kind }) => kind === "removed").length, "machine");
  return changes.length === 0
    ? "no machine changes"
    : `${changes.length} of ${machines} ${changes.length === 1 ? "changes" : "change"}`;
}

/** Returns the path of a file relative to the project's folder, also if that folder is a symbolic link. */
function shortName(file: string, folder: string): string {
  const direct = relative(folder, file);
  const throughLink = existsSync(folder) ? relative(realpathSync(folder), file) : direct;
  return direct.startsWith("..") ? (throughLink.startsWith("..") ? file : throughLink) : direct;
}
