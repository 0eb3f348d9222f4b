/** Projects for tests: written to a folder of their own, with the real command run in them. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { type Ran, type Running, startProgram } from "./running.ts";
import { tidy } from "./tidy.ts";

const packageFolder = join(dirname(fileURLToPath(import.meta.url)), "../..");

export type { Ran };

/** A project in a temporary folder, gone when the test ends. */
export interface TestProject {
  readonly folder: string;
  write(files: { readonly [file: string]: string }): void;
  /** Runs `troupe` in the folder, without colours; its own folder is `FOLDER` in what it prints. */
  troupe(
    args: readonly string[],
    options?: { readonly env?: NodeJS.ProcessEnv; readonly input?: string },
  ): Promise<Ran>;
  /** Starts a `troupe` that goes on until it is interrupted. */
  start(args: readonly string[], options?: { readonly env?: NodeJS.ProcessEnv }): Running;
}

/** A project with these files, in which `import … from "troupe"` works. */
export function testProject(files: { readonly [file: string]: string } = {}): TestProject {
  const folder = mkdtempSync(join(tmpdir(), "troupe-project-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(packageFolder, join(folder, "node_modules/troupe"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  // `write` renames complete files into place, all of them last, so that a watching command never reads a truncated
  // file.
  const write = (more: { readonly [file: string]: string }) => {
    const paths = Object.keys(more).map((file) => join(folder, file));
    for (const path of paths) mkdirSync(dirname(path), { recursive: true });
    for (const [index, text] of Object.values(more).entries()) writeFileSync(`${paths[index]}.new`, text);
    for (const path of paths) renameSync(`${path}.new`, path);
  };
  write(files);
  return {
    folder,
    write,
    troupe: (args, options = {}) => runTroupe(folder, args, options),
    start: (args, { env = {} } = {}) => startProgram([join(packageFolder, "bin/troupe.cjs"), ...args], { folder, env }),
  };
}

function runTroupe(
  folder: string,
  args: readonly string[],
  { env = {}, input = "" }: { readonly env?: NodeJS.ProcessEnv; readonly input?: string },
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(packageFolder, "bin/troupe.cjs"), ...args], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: "1", ...env },
    });
    const output = { stdout: "", stderr: "" };
    child.stdout.on("data", (data: Buffer) => (output.stdout += data.toString()));
    child.stderr.on("data", (data: Buffer) => (output.stderr += data.toString()));
    child.on("error", reject);
    child.on("close", (status) =>
      resolve({ status, stdout: tidy(output.stdout, folder), stderr: tidy(output.stderr, folder) }),
    );
    child.stdin.end(input);
  });
}
