/** The terminal as commands see it: where text goes, how wide it is, whether it has colours and somebody to ask. */
import type { CommandContext, StricliProcess } from "@stricli/core";
import { styleText } from "node:util";
import type { Style, TextLayout } from "../text/style.ts";
import type { CommandDescriptions } from "./command-description.ts";

export type { Style };

/** The formats of `util.styleText` by style. */
const formats = {
  good: "green",
  bad: "red",
  warning: "yellow",
  added: "green",
  removed: "red",
  changed: "yellow",
  heading: "bold",
  faint: "dim",
} as const satisfies { readonly [Each in Style]: string };

/** Where a command writes, and to whom. */
export interface Terminal extends TextLayout {
  /** Writes a line to standard output. */
  readonly line: (text?: string) => void;
  /** Writes a line to standard error: problems and progress. */
  readonly note: (text?: string) => void;
  /** Columns that text is wrapped to: those of the terminal, 100 at most where there is none. */
  readonly width: number;
  /** Columns that tables are cut to; endless where the output goes to a file or a program. */
  readonly tableWidth: number;
  /** True if somebody can be asked. */
  readonly interactive: boolean;
  /** True if standard error is a terminal, so that progress can be shown in place. */
  readonly live: boolean;
  /** Writes raw text to standard error. */
  readonly raw: (text: string) => void;
}

/** What commands get as `this`. */
export interface CliContext extends CommandContext {
  readonly process: StricliProcess;
  readonly terminal: Terminal;
  readonly cwd: string;
  /** Loads the descriptions of all commands. */
  readonly commands: () => Promise<CommandDescriptions>;
}

/** The context of a real process. */
export function processContext(process: NodeJS.Process, commands: CliContext["commands"]): CliContext {
  const { stdout, stderr, stdin } = process;
  const quiet = (stream: NodeJS.WriteStream) => (text: string) => {
    // A reader that went away (`troupe show | head`) is no problem.
    if (stream.writable) stream.write(text);
  };
  for (const stream of [stdout, stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => error.code === "EPIPE" || (process.exitCode = 1));
  const out = quiet(stdout);
  const raw = quiet(stderr);
  return {
    process: process as StricliProcess,
    cwd: process.cwd(),
    commands,
    terminal: {
      line: (text = "") => out(`${text}\n`),
      note: (text = "") => raw(`${text}\n`),
      style: (style, text) => styleText(formats[style], text, { stream: stdout }),
      width: Math.max(40, stdout.columns ?? stderr.columns ?? 100),
      tableWidth: stdout.columns ?? Number.POSITIVE_INFINITY,
      interactive: stdin.isTTY === true && stdout.isTTY === true,
      live: stderr.isTTY === true,
      raw,
    },
  };
}
