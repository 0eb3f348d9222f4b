/** Programs that run until they are interrupted, for tests. */
import { spawn } from "node:child_process";
import { onTestFinished } from "vitest";
import { tidy } from "./tidy.ts";

/** The outcome of a run of `troupe`. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running program. */
export interface Running {
  /**
   * Waits until the program has printed a line that matches. Returns the output since the previous call, up to that
   * line.
   */
  until(pattern: RegExp): Promise<string>;
  /** Runs a function while the program is suspended, so that the program sees the changes of several files at once. */
  whileSuspended(change: () => void): void;
  /** Sends SIGINT, as Ctrl-C does, and waits for the end of the program. */
  interrupt(): Promise<Ran>;
}

/** Starts Node with these arguments. The end of the test kills the program. */
export function startProgram(
  args: readonly string[],
  { folder, env = {} }: { readonly folder: string; readonly env?: NodeJS.ProcessEnv },
): Running {
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, NO_COLOR: "1", ...env } });
  const output = { stdout: "", stderr: "" };
  let unread = "";
  let onOutput = () => {};
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].on("data", (data: Buffer) => {
      output[stream] += data.toString();
      unread += data.toString();
      onOutput();
    });
  const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
  let isOver = false;
  void closed.then(() => {
    isOver = true;
    onOutput();
  });
  onTestFinished(() => void child.kill("SIGKILL"));

  function take(pattern: RegExp): string | undefined {
    let end = 0;
    for (const line of unread.split("\n").slice(0, -1)) {
      end += line.length + 1;
      if (!pattern.test(line)) continue;
      const taken = unread.slice(0, end);
      unread = unread.slice(end);
      return tidy(taken, folder);
    }
    return undefined;
  }

  return {
    async until(pattern) {
      for (;;) {
        const taken = take(pattern);
        if (taken !== undefined) return taken;
        if (isOver) throw new Error(`The program has ended after this output:\n${output.stdout}${output.stderr}`);
        await new Promise<void>((resolve) => (onOutput = resolve));
      }
    },
    whileSuspended(change) {
      child.kill("SIGSTOP");
      change();
      child.kill("SIGCONT");
    },
    async interrupt() {
      child.kill("SIGINT");
      return { status: await closed, stdout: tidy(output.stdout, folder), stderr: tidy(output.stderr, folder) };
    },
  };
}
