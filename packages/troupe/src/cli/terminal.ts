/** The terminal of a command: output streams, width, colours, and whether a question can be asked. */
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

/** The terminal of a command. */
export interface Terminal extends TextLayout {
  /** Writes a line to standard output. */
  readonly line: (text?: string) => void;
  /** Writes a line to standard error: problems and progress. */
  readonly note: (text?: string) => void;
  /** Columns that text is wrapped to: those of the terminal, or 100 without a terminal. */
  readonly width: number;
  /** Columns that tables are cut to: those of the terminal, or infinite if the output is a file or a pipe. */
  readonly tableWidth: number;
  /** True if input and output are terminals, so that a question can be asked. */
  readonly interactive: boolean;
  /** True if standard error is a terminal, so that a line of progress can be rewritten. */
  readonly live: boolean;
  /** Writes raw text to standard error. */
  readonly raw: (text: string) => void;
}

/** The context of a running command. */
export interface CliContext extends CommandContext {
  readonly process: StricliProcess;
  readonly terminal: Terminal;
  readonly cwd: string;
  /** Loads the descriptions of all commands. */
  readonly commands: () => Promise<CommandDescriptions>;
}

/** Returns the context of a process. */
export function processContext(process: NodeJS.Process, commands: CliContext["commands"]): CliContext {
  const { stdout, stderr, stdin } = process;
  const writerTo = (stream: NodeJS.WriteStream) => (text: string) => {
    // The reader of a pipe may have ended (`troupe show | head`).
    if (stream.writable) stream.write(text);
  };
  for (const stream of [stdout, stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => error.code === "EPIPE" || (process.exitCode = 1));
  const out = writerTo(stdout);
  const raw = writerTo(stderr);
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
