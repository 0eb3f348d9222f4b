/**
 * `npm run shellcheck`: shellcheck over all shell files. Files that are joined into one script are checked as that
 * script.
 */
import { spawnSync } from "node:child_process";
import { installMissing, isInstalled } from "./shell/debian.ts";
import { joinedScripts, linesOf } from "./shell/scripts.ts";

interface Comment {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly level: string;
  readonly code: number;
  readonly message: string;
}

const shellcheck = { program: "shellcheck", debian: "shellcheck" };

function check(args: readonly string[], input?: string): readonly Comment[] {
  const { stdout, stderr } = spawnSync("shellcheck", ["--format=json1", ...args], { input, encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  return (JSON.parse(stdout) as { comments: readonly Comment[] }).comments;
}

/** The problems of a joined script, at their places in its files. */
function checkJoined(folders: readonly string[]): readonly Comment[] {
  const lines = folders.flatMap(linesOf);
  const comments = check(["--shell=sh", "-"], lines.map(({ text }) => `${text}\n`).join(""));
  return comments.map((comment) => ({
    ...comment,
    file: lines[comment.line - 1]!.file,
    line: lines[comment.line - 1]!.number,
  }));
}

function checkAll(): void {
  const joined = new Set(joinedScripts.flat().flatMap((folder) => linesOf(folder).map(({ file }) => file)));
  const tracked = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.sh"], {
    encoding: "utf8",
  });
  // A file that a script embeds is text to shellcheck there, so it is checked alone.
  const alone = tracked.stdout
    .split("\n")
    .filter((file) => file !== "" && (!joined.has(file) || file.includes("/installed/")));
  const problems = new Set(
    [...joinedScripts.flatMap(checkJoined), ...check(alone)].map(
      ({ file, line, column, level, message, code }) => `${file}:${line}:${column} ${level}: ${message} [SC${code}]`,
    ),
  );
  for (const problem of problems) console.error(problem);
  console.log(`shellcheck: ${problems.size} problems in ${joined.size + alone.length} files`);
  if (problems.size > 0) process.exitCode = 1;
}

installMissing([shellcheck]);
if (isInstalled(shellcheck)) checkAll();
else {
  console.error("shellcheck is missing and cannot be installed here: shell files are not checked");
  if (process.env["CI"] !== undefined) process.exitCode = 1;
}
