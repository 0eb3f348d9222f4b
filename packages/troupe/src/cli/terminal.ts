/** The terminal of a command: output streams, width, colours, and whether a question can be asked. */
import type { CommandContext, StricliProcess } from "@stricli/core";
import type { Style, TextLayout } from "../text/style.ts";
import { visible, visibleJson, withoutLongLines } from "../text/visible.ts";
import type { CommandDescriptions } from "./command-description.ts";
import { createStyles } from "./styles.ts";

export type { Style };

/** The terminal of a command. It shows control characters as visible signs, so that views print data as it is. */
export interface Terminal extends TextLayout {
  /** Writes a line to standard output. */
  readonly line: (text?: string) => void;
  /** Writes a value to standard output as JSON text. */
  readonly json: (value: unknown, indent?: number) => void;
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
  /** Rewrites the last line of standard error, which has no newline; an empty text clears the line. */
  readonly rewrite: (text: string) => void;
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
  const err = writerTo(stderr);
  const { style, printed } = createStyles(stdout);
  const shortened = (text: string): string => printed(withoutLongLines(text));
  return {
    process: stricliProcess(process, out, err),
    cwd: process.cwd(),
    commands,
    terminal: {
      // Other programs read files and pipes, so their lines stay whole.
      line: (text = "") => out(`${stdout.isTTY ? shortened(text) : printed(text)}\n`),
      json: (value, indent) => out(`${visibleJson(value, indent)}\n`),
      note: (text = "") => err(`${shortened(text)}\n`),
      style,
      width: Math.max(40, stdout.columns ?? stderr.columns ?? 100),
      tableWidth: stdout.columns ?? Number.POSITIVE_INFINITY,
      interactive: stdin.isTTY === true && stdout.isTTY === true,
      live: stderr.isTTY === true,
      rewrite: (text) => err(`\r\u001B[2K${printed(text).replaceAll("\n", " ")}`),
    },
  };
}

/** Returns the process for stricli, which prints help with colours of its own and arguments of the command line. */
function stricliProcess(
  process: NodeJS.Process,
  out: (text: string) => void,
  err: (text: string) => void,
): StricliProcess {
  // eslint-disable-next-line no-control-regex
  const colours = /(\u001B\[[0-9;]*m)/;
  const textOf = (text: string): string =>
    text
      .split(colours)
      .map((part, index) => (index % 2 === 1 ? part : visible(part)))
      .join("");
  const stream = (write: (text: string) => void, original: NodeJS.WriteStream) => ({
    write: (text: string) => write(textOf(text)),
    getColorDepth: (env?: object) => original.getColorDepth?.(env) ?? 1,
  });
  return {
    stdout: stream(out, process.stdout),
    stderr: stream(err, process.stderr),
    env: process.env as Record<string, string>,
    get exitCode() {
      return process.exitCode;
    },
    set exitCode(status) {
      process.exitCode = status;
    },
  } as StricliProcess;
}
