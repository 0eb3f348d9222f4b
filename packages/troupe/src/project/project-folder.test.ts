import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openProjectFolder } from "./project-folder.ts";

test("the folder .troupe names its version, and one of a newer Troupe is refused", async () => {
  const project = mkdtempSync(join(tmpdir(), "troupe-project-"));
  onTestFinished(() => rmSync(project, { recursive: true }));
  const file = join(await openProjectFolder(project), "version");
  expect(readFileSync(file, "utf8")).toBe("1\n");
  writeFileSync(file, "2\n");
  await expect(openProjectFolder(project)).rejects.toThrow("TRP4031 A newer Troupe wrote");
  expect(readFileSync(file, "utf8")).toBe("2\n");
});
