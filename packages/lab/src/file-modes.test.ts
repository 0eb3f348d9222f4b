import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeFolder, writeText } from "./file-modes.ts";

/** Makes a temporary folder and sets the umask 077, under which `mkdir` alone makes folders with mode 0700. */
function folderUnderStrictUmask(): string {
  const folder = mkdtempSync(join(tmpdir(), "troupe-modes-"));
  const umask = process.umask(0o077);
  onTestFinished(() => {
    process.umask(umask);
    rmSync(folder, { recursive: true });
  });
  return folder;
}

const modeOf = (path: string): string => (statSync(path).mode & 0o7777).toString(8);

test("makeFolder sets the mode of the folder and of the parents that it makes, whatever the umask", async () => {
  const folder = folderUnderStrictUmask();
  await makeFolder(join(folder, "a/b/c"), 0o700);
  await makeFolder(join(folder, "a/d"));
  expect(["", "a", "a/b", "a/b/c", "a/d"].map((path) => modeOf(join(folder, path)))).toEqual([
    "700",
    "755",
    "755",
    "700",
    "755",
  ]);
});

test("writeText sets the mode of a new file and of an existing one, whatever the umask", async () => {
  const file = join(folderUnderStrictUmask(), "file");
  await writeText(file, "1");
  expect(modeOf(file)).toBe("644");
  await writeText(file, "2", 0o755);
  expect(modeOf(file)).toBe("755");
});
