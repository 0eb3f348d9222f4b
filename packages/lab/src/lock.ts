/** Locks between processes. The kernel releases a lock when its holder ends. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { commandEnvironment } from "./command.ts";
import { LabError } from "./lab-error.ts";
import type { Progress } from "./progress.ts";

/** Milliseconds of waiting before `progress` is told, so that a lock that is held briefly causes no line. */
const patience = 500;

/**
 * Runs `body` while no other process holds the lock on `file`. A child process holds the lock and ends when its
 * standard input closes, so that the lock of a killed process is free at once. `progress` receives the line `waiting`
 * if the lock is not free.
 */
export async function withLock<T>(
  file: string,
  progress: Progress,
  waiting: string,
  body: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  const holder = spawn("flock", ["--exclusive", file, "sh", "-c", "echo held; exec cat"], {
    env: commandEnvironment(),
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve, reject) => {
    holder.once("error", (cause) => reject(new LabError(`flock could not be run: ${cause.message}`, { cause })));
    holder.once("close", () => resolve());
  });
  const notice = setTimeout(() => progress(waiting), patience);
  try {
    const held = await Promise.race([once(holder.stdout, "data"), ended]);
    if (held === undefined) throw new LabError(`the lock on ${file} could not be had`);
    clearTimeout(notice);
    return await body();
  } finally {
    clearTimeout(notice);
    holder.stdin.end();
    await ended.catch(() => {});
  }
}
