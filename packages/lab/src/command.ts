/**
 * Runs commands of the machine: collects their output, limits their time, and reports failures with the end of the
 * output.
 */
import { spawn } from "node:child_process";
import { LabError } from "./lab-error.ts";

/** Options of {@link run}. */
export interface CommandOptions {
  /** Standard input of the command. Default: empty. */
  readonly input?: string | Uint8Array;
  /** Variables that the command has beside the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which the command is killed. */
  readonly timeout?: number;
  /** Kills the command when aborted. */
  readonly signal?: AbortSignal;
  /** Returns a failure instead of throwing it. */
  readonly allowFailure?: boolean;
  /** Called with each line of standard error as it comes. */
  readonly onLine?: (line: string) => void;
}

/** Status and output of a command. `status` is null when a signal ended the command. */
export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The search path has the folders of administration tools, which the search path of an ordinary shell may lack. */
const environment = {
  ...process.env,
  PATH: `${process.env["PATH"] ?? ""}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin`,
};

/** Returns the environment of the commands that this package runs. */
export function commandEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { ...environment, ...extra };
}

/**
 * Runs a command and collects its output. Throws a {@link LabError} with the end of the output if the command fails,
 * unless `allowFailure` is set.
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
  child.stdin.on("error", () => {}); // a command may end before it has read all of its input
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

/** Returns the last `count` lines that are not empty. */
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
 * Quotes a word for POSIX sh.
 *
 * @example
 * quote("it's"); // => "'it'\\''s'"
 */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Returns a command for a shell: a text unchanged, a list of arguments quoted. */
export function shellCommand(command: string | readonly string[]): string {
  return typeof command === "string" ? command : command.map(quote).join(" ");
}
