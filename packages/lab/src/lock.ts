/** Locks between processes, which the kernel releases when their holder dies. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { commandEnvironment } from "./command.ts";
import { LabError } from "./error.ts";
import type { Progress } from "./progress.ts";

/** Long enough that a lock somebody holds for an instant says nothing. */
const patience = 500;

/**
 * Runs `body` while no other process holds the lock on `file`. A child process holds it and ends when its standard input
 * closes, so the lock of a killed process is free at once. `waiting` is reported when it takes long.
 */
export async function withLock<T>(file: string, progress: Progress, waiting: string, body: () => Promise<T>): Promise<T> {
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
