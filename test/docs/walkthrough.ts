/**
 * Runs the steps of a guide in their order, in a home folder of its own. `~/troupe` is this repository.
 *
 * ```ts run file=troupe.ts writes the block to a file of the current folder (json likewise; `ts
 * run` alone is an example and no step)
 *   ```sh run                    runs the commands; `exit=3` names another exit status than 0
 *   ```text output               the output of the commands above; a line `…` stands for any number of lines
 */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { tidy } from "../../packages/troupe/src/testing/tidy.ts";
import { root } from "./find.ts";

export type Step =
  | { readonly kind: "file"; readonly line: number; readonly path: string; readonly text: string }
  | {
      readonly kind: "shell";
      readonly line: number;
      readonly script: string;
      readonly status: number;
      readonly output?: string;
    };

/** Returns the steps of a Markdown text. */
export function stepsOf(markdown: string): readonly Step[] {
  const steps: Step[] = [];
  for (const { 1: info, 2: text, index } of markdown.matchAll(/^```([^\n]+)\n([^]*?)^```$/gm)) {
    const line = markdown.slice(0, index).split("\n").length;
    const file = /^\w+ .*\bfile=(\S+)/.exec(info!)?.[1];
    const shell = /^sh run(?: exit=(\d+))?$/.exec(info!);
    const last = steps.at(-1);
    if (file !== undefined) steps.push({ kind: "file", line, path: file, text: text! });
    else if (shell !== null) steps.push({ kind: "shell", line, script: text!, status: Number(shell[1] ?? 0) });
    else if (info === "text output" && last?.kind === "shell") steps.splice(-1, 1, { ...last, output: text! });
  }
  return steps;
}

/** Runs the steps of a guide. Fails the test at the first step that does something else than the guide says. */
export function walk(guide: string, steps: readonly Step[]): void {
  const home = mkdtempSync(join(tmpdir(), "troupe-guide-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  symlinkSync(root, join(home, "troupe"));
  const programs = join(home, "programs");
  program(programs, "npx", 'exec "node_modules/.bin/$@"');
  program(programs, "node", `exec ${process.execPath} "$@"`);
  let folder = emptyProject(home);
  for (const step of steps) {
    if (step.kind === "file") {
      mkdirSync(dirname(join(folder, step.path)), { recursive: true });
      writeFileSync(join(folder, step.path), step.text);
      continue;
    }
    const end = join(home, "end");
    const { status, stdout } = spawnSync("sh", ["-euc", `exec 2>&1\ntrap 'pwd > "${end}"' EXIT\n${step.script}`], {
      cwd: folder,
      encoding: "utf8",
      env: {
        ...process.env,
        PATH: `${programs}:${process.env["PATH"]}`,
        HOME: home,
        XDG_CACHE_HOME: caches,
        NO_COLOR: "1",
        ...npm,
      },
    });
    const place = `${guide}:${step.line}`;
    expect(status, `${place}: ${step.script}\n${stdout}`).toBe(step.status);
    if (step.output !== undefined) expect(`${tidy(stdout, home)}\n`, place).toMatch(pattern(step.output));
    folder = readFileSync(end, "utf8").trim();
  }
}

/** Makes the folder in which a guide begins: a project without files, in which `npx troupe` works. */
function emptyProject(home: string): string {
  const folder = join(home, "empty");
  mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
  symlinkSync(join(root, "packages/troupe"), join(folder, "node_modules/troupe"));
  symlinkSync(join(root, "packages/troupe/bin/troupe.cjs"), join(folder, "node_modules/.bin/troupe"));
  return folder;
}

/** All runs share this cache of compiled code, because compilation takes longer than a command. */
const caches = join(root, "node_modules/.cache");

/** npm asks no registry, because a guide needs nothing but this repository. */
const npm = {
  npm_config_offline: "true",
  npm_config_audit: "false",
  npm_config_fund: "false",
  npm_config_update_notifier: "false",
};

function program(folder: string, name: string, script: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

/** Returns the pattern of an output in which a line `…` stands for any number of lines. */
function pattern(output: string): RegExp {
  const lines = tidy(output, "/nowhere").trimEnd().split("\n");
  const parts = lines.map((line) => (line.trim() === "…" ? "(?:.*\n)*?" : `${literal(line)}\n`));
  return new RegExp(`^${parts.join("")}$`);
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
