/** Running commands of the machine: collected output, a deadline, and an error that shows what the command said. */
import { spawn } from "node:child_process";
import { LabError } from "./error.ts";

/** How a command is run. */
export interface CommandOptions {
  /** Written to standard input, which is empty otherwise. */
  readonly input?: string | Uint8Array;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Kills the command after so many milliseconds. */
  readonly timeout?: number;
  /** Kills the command when aborted. */
  readonly signal?: AbortSignal;
  /** Returns a failure instead of throwing it. */
  readonly allowFailure?: boolean;
  /** Called with each line of standard error as it comes. */
  readonly onLine?: (line: string) => void;
}

/** What a command left behind. `status` is null when a signal ended it. */
export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The tools of an administrator, which the search path of an ordinary shell may lack. */
const environment = { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin` };

/** The environment that commands of this package run in. */
export function commandEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { ...environment, ...extra };
}

/**
 * Runs a command and collects what it says. Throws a {@link LabError} with the end of its output if it fails, unless
 * `allowFailure` is set.
 *
 * @example
 * const { stdout } = await run(["ip", "-V"]);
 */
export async function run(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const [program = "", ...rest] = argv;
  const child = spawn(program, rest, {
    env: commandEnvironment(options.env),
    stdio: "pipe",
    killSignal: "SIGKILL",
    ...(options.timeout !== undefined && { timeout: options.timeout }),
    ...(options.signal !== undefined && { signal: options.signal }),
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  if (options.onLine !== undefined) eachLine(child.stderr, options.onLine);
  child.stdin.on("error", () => {}); // a command that ends before it has read everything is no failure of ours
  child.stdin.end(options.input);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("error", (cause) => reject(new LabError(`${program} could not be run: ${cause.message}`, { cause })));
    child.once("close", resolve);
  });
  const result = { status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
  if (status !== 0 && options.allowFailure !== true) throw failure(argv, result);
  return result;
}

function failure(argv: readonly string[], { status, stdout, stderr }: CommandResult): LabError {
  const said = lastLines(`${stdout}\n${stderr}`, 15);
  const how = status === null ? "was killed" : `ended with status ${status}`;
  return new LabError(`${argv.join(" ")}\n${how}${said === "" ? "" : `:\n${said}`}`);
}

/** The last lines of a text that are not empty. */
export function lastLines(text: string, count: number): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.slice(-count).join("\n");
}

function eachLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = "";
  stream.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  });
}

/**
 * A word as POSIX sh reads it back unchanged.
 *
 * @example
 * quote("it's"); // => "'it'\\''s'"
 */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command for a shell: text as it is, an argument list quoted. */
export function shellCommand(command: string | readonly string[]): string {
  return typeof command === "string" ? command : command.map(quote).join(" ");
}
