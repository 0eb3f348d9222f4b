/** Machines reached by the system's own `ssh`, with its configuration, its agent and its known hosts. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { fail } from "@troupe/modules";
import { noSsh } from "./diagnostics.ts";
import { outputLimits } from "./output-limits.ts";
import { inParallel } from "./parallel.ts";
import { makeRuntimeFolder, removeRuntimeFolder } from "./runtime-folder.ts";
import { endSharedConnection } from "./shared-connection.ts";
import type { ExecRequest, ExecResult, Target, Transport } from "./transport.ts";

/** Options of ssh besides the user's configuration. */
export interface OpensshOptions {
  /** The command that stands for `ssh`. Default: the environment variable `TROUPE_SSH`, else `ssh`. */
  readonly ssh?: readonly string[];
  /** Seconds to wait for a connection to a machine. */
  readonly connectTimeout?: number;
  /**
   * Seconds between keep-alive messages; a connection is lost after three messages without an answer
   * (`ServerAliveInterval`).
   */
  readonly aliveInterval?: number;
}

/** Connections that are closed at the same time. */
const closedAtOnce = 16;
/** Milliseconds until `ssh -O exit` closes a connection that does not end, and that it may take. */
const endTimeoutMs = 1000;
const closeTimeoutMs = 5000;

/**
 * Seconds that an unused shared connection stays open (`ControlPersist`), if this process is killed before it closes
 * the connection.
 */
const idleSeconds = 30;

/**
 * A transport over OpenSSH. Commands to one machine share a connection, except for fresh ones. ssh asks no questions: a
 * question becomes a problem that says how to answer it beforehand.
 *
 * @example no-run: it reaches a machine
 * await using transport = openssh();
 * const target = { machine: "alice", class: "linux", host: "192.0.2.10", user: "root", sudo: false };
 * const { stdout } = await transport.exec(target, { command: "uname -n", stdin: [], timeoutMs: 10_000 });
 * stdout; // => "alice\n"
 */
export function openssh(options: OpensshOptions = {}): Transport & AsyncDisposable {
  const [program = "ssh", ...prefix] = options.ssh ?? [process.env["TROUPE_SSH"] ?? "ssh"];
  const { connectTimeout = 10, aliveInterval = 5 } = options;
  const sockets = new Map<string, { readonly path: string; readonly target: Target }>();
  let folder: Promise<string> | undefined;

  /** Paths of sockets are short: the system allows about a hundred characters, of which ssh needs some itself. */
  const socketOf = async (target: Target): Promise<string> => {
    folder ??= makeRuntimeFolder();
    const path = await folder;
    const socket = sockets.get(target.machine)?.path ?? join(path, String(sockets.size));
    sockets.set(target.machine, { path: socket, target });
    return socket;
  };
  const start = (args: readonly string[]): ChildProcess =>
    spawn(program, [...prefix, ...args], { stdio: ["pipe", "pipe", "pipe"] });

  const close = async (): Promise<void> => {
    if (folder === undefined) return;
    await inParallel([...sockets.values()], closedAtOnce, async ({ path, target }) => {
      if (await endSharedConnection(path, endTimeoutMs)) return;
      const child = start([
        "-o",
        `ControlPath=${path}`,
        "-O",
        "exit",
        ...(target.sshOptions ?? []),
        ...destination(target),
      ]);
      const timer = setTimeout(() => endProcess(child), closeTimeoutMs);
      // A connection that outlives the process may hold on to its output, so the end of the process counts.
      await new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
      clearTimeout(timer);
    });
    await removeRuntimeFolder(await folder);
    sockets.clear();
    folder = undefined;
  };

  return {
    async exec(target, request) {
      const shared = request.fresh === true ? undefined : await socketOf(target);
      const sharing =
        shared === undefined
          ? ["ControlMaster=no", "ControlPath=none"]
          : ["ControlMaster=auto", `ControlPath=${shared}`];
      const required = [
        ...sharing,
        `ControlPersist=${shared === undefined ? "no" : idleSeconds}`,
        "BatchMode=yes",
        "ClearAllForwardings=yes",
        // ClearAllForwardings does not cover these two. With them, root on a machine could use the deployer's keys and
        // screen.
        "ForwardAgent=no",
        "ForwardX11=no",
        "PermitLocalCommand=no",
        "RemoteCommand=none",
        "LogLevel=ERROR",
      ];
      const usual = [
        `ConnectTimeout=${connectTimeout}`,
        `ServerAliveInterval=${aliveInterval}`,
        "ServerAliveCountMax=3",
      ];
      request.signal?.throwIfAborted();
      // ssh takes the first value that it finds for a setting, so the target's own options go before what is only
      // usual.
      const child = start([
        "-T",
        ...asOptions(required),
        ...(target.sshOptions ?? []),
        ...asOptions(usual),
        ...destination(target),
        request.command,
      ]);
      return finished(child, request);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

const asOptions = (settings: readonly string[]): readonly string[] => settings.flatMap((setting) => ["-o", setting]);

/** The arguments of ssh that name the target. `--` keeps a host that begins with `-` from being taken for an option. */
function destination(target: Target): readonly string[] {
  return [
    ...(target.user === undefined ? [] : ["-l", target.user]),
    ...(target.port === undefined ? [] : ["-p", String(target.port)]),
    "--",
    target.host,
  ];
}

/** Milliseconds until a process that does not end by SIGTERM is killed. */
const patienceMs = 3000;

/** Ends a process, within bounded time. */
function endProcess(child: ChildProcess): void {
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  child.once("exit", () => clearTimeout(timer));
}

/** Feeds the child and collects what it says, until it has ended. */
function finished(child: ChildProcess, { stdin, timeoutMs, signal, onLine }: ExecRequest): Promise<ExecResult> {
  return new Promise((resolve, reject) => {
    let timedOut = false;
    const stop = (): void => void endProcess(child);
    const timer = setTimeout(() => {
      timedOut = true;
      stop();
    }, timeoutMs);
    signal?.addEventListener("abort", stop, { once: true });

    let overflowed = false;
    const overflow = (): void => {
      overflowed = true;
      stop();
    };
    const stdout = collect(child, "stdout", overflow, onLine);
    const stderr = collect(child, "stderr", overflow);
    child.once("error", (error) => {
      settle();
      reject(error);
    });
    // A shared connection that stays open may hold on to stderr: the end of the program itself is what counts.
    child.once("exit", (status, killedBy) => {
      void Promise.race([stdout.ended, new Promise((done) => setTimeout(done, 1000))]).then(() => {
        settle();
        if (signal?.aborted === true) return reject(signal.reason);
        const code = killedBy !== null || status === 255 ? null : status;
        resolve({ code, stdout: stdout.text(), stderr: stderr.text(), timedOut, ...(overflowed && { overflowed }) });
      });
    });
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    };
    child.stdin!.on("error", () => {}); // ssh may end before it has read all input
    feed(child.stdin!, stdin).catch((error: unknown) => {
      stop();
      reject(error);
    });
  }).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      return fail(noSsh, { program: child.spawnfile });
    throw error;
  }) as Promise<ExecResult>;
}

/** Writes all parts to the input of ssh, no faster than ssh reads them. */
async function feed(input: Writable, parts: ExecRequest["stdin"]): Promise<void> {
  for (const part of parts) {
    for await (const chunk of part instanceof Uint8Array ? [part] : part) {
      if (input.destroyed || input.write(chunk)) continue;
      await new Promise<void>((resolve) => void input.once("drain", resolve).once("close", resolve));
    }
  }
  input.end();
}

/**
 * Collects the output of the child. Standard output that exceeds a limit calls `overflow` and is not read on; of
 * standard error the end is kept.
 */
function collect(
  child: ChildProcess,
  name: "stdout" | "stderr",
  overflow: () => void,
  onLine?: (line: string) => void,
) {
  const decoder = new StringDecoder("utf8");
  const stream = child[name]!;
  let text = "";
  let lines = 0;
  let line = "";
  let bytes = 0;
  const take = (chunk: Buffer): void => {
    const decoded = decoder.write(chunk);
    text += decoded;
    if (name === "stderr") {
      text = text.slice(-outputLimits.errorCharacters);
      return;
    }
    bytes += chunk.length;
    // Only the new part is searched for newlines, so that the time is linear.
    const [first = "", ...rest] = decoded.split("\n");
    lines += rest.length;
    line += first;
    for (const next of rest) {
      if (lines <= outputLimits.lines) onLine?.(line);
      line = next;
    }
    if (bytes <= outputLimits.bytes && lines <= outputLimits.lines) return;
    stream.off("data", take).resume();
    overflow();
  };
  stream.on("data", take);
  const ended = new Promise<void>((resolve) => void stream.once("close", resolve));
  return { text: () => text, ended };
}
