/** Programs that go on until they are interrupted, for tests. */
import { spawn } from "node:child_process";
import { onTestFinished } from "vitest";
import { tidy } from "./tidy.ts";

/** What a run of `troupe` did. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that goes on. */
export interface Running {
  /** Waits until it has printed a line that matches; what it has printed since the last call, up to that line. */
  until(pattern: RegExp): Promise<string>;
  /** Presses Ctrl-C; how it ended. */
  interrupt(): Promise<Ran>;
}

/** Starts Node with these arguments. The program does not outlive the test. */
export function startProgram(
  args: readonly string[],
  { folder, env = {} }: { readonly folder: string; readonly env?: NodeJS.ProcessEnv },
): Running {
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, NO_COLOR: "1", ...env } });
  const output = { stdout: "", stderr: "" };
  let unread = "";
  let heard = () => {};
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].on("data", (data: Buffer) => {
      output[stream] += data.toString();
      unread += data.toString();
      heard();
    });
  const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
  let over = false;
  void closed.then(() => {
    over = true;
    heard();
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
        const found = take(pattern);
        if (found !== undefined) return found;
        if (over) throw new Error(`It has ended, and had printed:\n${output.stdout}${output.stderr}`);
        await new Promise<void>((resolve) => (heard = resolve));
      }
    },
    async interrupt() {
      child.kill("SIGINT");
      return { status: await closed, stdout: tidy(output.stdout, folder), stderr: tidy(output.stderr, folder) };
    },
  };
}
