/** Machines reached by the system's own `ssh`, with its configuration, its agent and its known hosts. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { fail } from "@troupe/modules";
import { noSsh } from "./diagnostics.ts";
import type { ExecRequest, ExecResult, Target, Transport } from "./transport.ts";

/** Options of ssh besides the user's configuration. */
export interface OpensshOptions {
  /** The command that stands for `ssh`. Default: the environment variable `TROUPE_SSH`, else `ssh`. */
  readonly ssh?: readonly string[];
  /** Seconds to wait for a connection to a machine. */
  readonly connectTimeout?: number;
  /** Seconds between keep-alive messages; a connection is lost after three messages without an answer (`ServerAliveInterval`). */
  readonly aliveInterval?: number;
}

/** The place and the names of folders of sockets. */
const place = "/tmp";
const folderName = /^troupe-ssh-(\d+)-/;

/** Makes a folder for sockets, and removes the folders of processes that no longer run. */
async function makeFolder(): Promise<string> {
  for (const name of await readdir(place)) {
    const owner = folderName.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) await rm(join(place, name), { recursive: true, force: true }).catch(() => {});
  }
  return mkdtemp(join(place, `troupe-ssh-${process.pid}-`));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM means that the process of another user is alive.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Seconds that an unused shared connection stays open (`ControlPersist`), if this process is killed before it closes the connection. */
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
    folder ??= makeFolder();
    const path = await folder;
    const socket = sockets.get(target.machine)?.path ?? join(path, String(sockets.size));
    sockets.set(target.machine, { path: socket, target });
    return socket;
  };
  const start = (args: readonly string[]): ChildProcess => spawn(program, [...prefix, ...args], { stdio: ["pipe", "pipe", "pipe"] });

  const close = async (): Promise<void> => {
    if (folder === undefined) return;
    await Promise.all(
      [...sockets.values()].map(async ({ path, target }) => {
        const child = start(["-o", `ControlPath=${path}`, "-O", "exit", ...(target.sshOptions ?? []), ...destination(target)]);
        await new Promise((resolve) => child.once("close", resolve).once("error", resolve));
      }),
    );
    await rm(await folder, { recursive: true, force: true });
    sockets.clear();
    folder = undefined;
  };

  return {
    async exec(target, request) {
      const shared = request.fresh === true ? undefined : await socketOf(target);
      const sharing = shared === undefined ? ["ControlMaster=no", "ControlPath=none"] : ["ControlMaster=auto", `ControlPath=${shared}`];
      const required = [
        ...sharing,
        `ControlPersist=${shared === undefined ? "no" : idleSeconds}`,
        "BatchMode=yes",
        "ClearAllForwardings=yes",
        "PermitLocalCommand=no",
        "RemoteCommand=none",
        "LogLevel=ERROR",
      ];
      const usual = [`ConnectTimeout=${connectTimeout}`, `ServerAliveInterval=${aliveInterval}`, "ServerAliveCountMax=3"];
      request.signal?.throwIfAborted();
      // ssh takes the first value that it finds for a setting, so the target's own options go before what is only usual.
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

/** Feeds the child and collects what it says, until it has ended. */
function finished(child: ChildProcess, { stdin, timeoutMs, signal, onLine }: ExecRequest): Promise<ExecResult> {
  return new Promise((resolve, reject) => {
    let timedOut = false;
    const stop = (): void => void child.kill("SIGTERM");
    const timer = setTimeout(() => {
      timedOut = true;
      stop();
    }, timeoutMs);
    signal?.addEventListener("abort", stop, { once: true });

    const stdout = collect(child, "stdout", onLine);
    const stderr = collect(child, "stderr");
    child.once("error", (error) => {
      settle();
      reject(error);
    });
    // A shared connection that stays open may hold on to stderr: the end of the program itself is what counts.
    child.once("exit", (status, killedBy) => {
      void Promise.race([stdout.ended, new Promise((done) => setTimeout(done, 1000))]).then(() => {
        settle();
        if (signal?.aborted === true) return reject(signal.reason);
        resolve({ code: killedBy !== null || status === 255 ? null : status, stdout: stdout.text(), stderr: stderr.text(), timedOut });
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
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return fail(noSsh, { program: child.spawnfile });
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

function collect(child: ChildProcess, name: "stdout" | "stderr", onLine?: (line: string) => void) {
  const decoder = new StringDecoder("utf8");
  let text = "";
  let told = 0;
  child[name]!.on("data", (chunk: Buffer) => {
    text += decoder.write(chunk);
    if (onLine === undefined) return;
    for (let end = text.indexOf("\n", told); end !== -1; end = text.indexOf("\n", told)) {
      onLine(text.slice(told, end));
      told = end + 1;
    }
  });
  const ended = new Promise<void>((resolve) => void child[name]!.once("close", resolve));
  return { text: () => text, ended };
}
