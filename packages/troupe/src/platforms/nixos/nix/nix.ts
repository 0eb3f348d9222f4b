/** Programs of Nix on this computer. */
import { type ChildProcess, spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** The outcome of a program of Nix. */
export interface NixRun {
  readonly ok: boolean;
  readonly stdout: string;
  /** The last lines of what it said on standard error. */
  readonly log: readonly string[];
}

/** Flakes and the command `nix` are "experimental", so that many do not have them enabled. */
export const features = ["--extra-experimental-features", "nix-command flakes"] as const;

const lastLines = 25;

/** Runs `nix`, `nix-store` or another one of its programs. */
export async function runNix(
  program: string,
  args: readonly string[],
  { input, signal }: { readonly input?: string | undefined; readonly signal?: AbortSignal | undefined } = {},
): Promise<NixRun> {
  signal?.throwIfAborted();
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], ...(signal !== undefined && { signal }) });
  const ended = exitOf(child);
  child.stdin.on("error", () => {}); // the program may end before it has read all input
  child.stdin.end(input ?? "");
  const [stdout, stderr, ok] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  signal?.throwIfAborted();
  return { ok, stdout, log: lastLinesOf(stderr) };
}

/**
 * Streams the standard output of a program. Fails in the end if the program does, so that what it said in part does not
 * pass for all of it.
 */
export async function* streamNix(
  program: string,
  args: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], ...(signal !== undefined && { signal }) });
  const ended = exitOf(child);
  const log = text(child.stderr);
  yield* child.stdout as AsyncIterable<Uint8Array>;
  if (!(await ended)) throw new Error(lastLinesOf(await log).at(-1) ?? `${program} failed`);
}

/** True if it ended well; false also where there is no such program. */
function exitOf(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    child.once("error", () => resolve(false));
    child.once("close", (code) => resolve(code === 0));
  });
}

/** Its last lines without empty ones, what Nix colours included. */
export function lastLinesOf(log: string): readonly string[] {
  const lines = log.split("\n").map((line) => line.trimEnd());
  return lines.filter((line) => line !== "").slice(-lastLines);
}

let systemHere: Promise<string | undefined> | undefined;

/**
 * The system that Nix builds for on this computer (`x86_64-linux`); undefined if there is no Nix. The answer is
 * memoized.
 */
export function nixHere(): Promise<string | undefined> {
  systemHere ??= runNix("nix", [...features, "eval", "--impure", "--raw", "--expr", "builtins.currentSystem"]).then(
    ({ ok, stdout }) => (ok ? stdout : undefined),
  );
  return systemHere;
}
