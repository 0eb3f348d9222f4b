/** Compiles and runs examples, all in one folder: one compiler, one process. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Example, root } from "./find.ts";
import { linesBefore, toModule } from "./to-module.ts";

/** A problem of a module, with its line. */
export interface Failure {
  readonly file: string;
  readonly line?: number;
  readonly message: string;
}

const compiler = join(root, "node_modules/typescript/bin/tsc");
const runner = fileURLToPath(import.meta.resolve("./run.ts"));

/** The problems of each example, each beginning with its place: "packages/modules/src/options/option.ts:48: …". */
export async function checkExamples(examples: readonly Example[]): Promise<readonly (readonly string[])[]> {
  const folder = mkdtempSync(join(tmpdir(), "troupe-examples-"));
  try {
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(compilerConfiguration));
    const files = examples.map((example, index) => {
      const file = join(folder, `${index}.ts`);
      writeFileSync(file, toModule(example));
      return file;
    });
    const run = files.filter((_, index) => examples[index]!.notRun === undefined);
    const failures = (await Promise.all([compile(folder), execute(run)])).flat();
    return examples.map((example, index) =>
      failures
        .filter(({ file }) => file === files[index])
        .map(
          ({ line = linesBefore + 1, message }) =>
            `${example.file}:${example.line + line - linesBefore - 1}: ${message}`,
        ),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const compilerConfiguration = {
  extends: join(root, "packages/troupe/tsconfig.base.json"),
  compilerOptions: { types: ["node"], customConditions: ["troupe-source"] },
  include: ["*.ts"],
};

async function compile(folder: string): Promise<readonly Failure[]> {
  const { output, status } = await node([compiler, "-p", folder, "--pretty", "false"], root);
  const failures = [...output.matchAll(/^(\S[^(\n]*)\((\d+),\d+\): error (.*(?:\n .*)*)/gm)].map(
    ([, file, line, message]) => ({
      file: join(folder, basename(file!)),
      line: Number(line),
      message: message!,
    }),
  );
  if (status !== 0 && failures.length === 0) throw new Error(`The compiler failed:\n${output}`);
  return failures;
}

async function execute(files: readonly string[]): Promise<readonly Failure[]> {
  const { output, status } = await node(["--conditions=troupe-source", runner, ...files], root);
  if (status !== 0) throw new Error(`An example ended the process that runs examples, with ${status}:\n${output}`);
  return JSON.parse(output) as Failure[];
}

function node(
  args: readonly string[],
  cwd: string,
): Promise<{ readonly output: string; readonly status: number | string | null }> {
  return new Promise((resolve) =>
    execFile(process.execPath, args, { cwd, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve(error === null ? { output: stdout, status: 0 } : { output: stdout + stderr, status: error.code ?? null }),
    ),
  );
}
