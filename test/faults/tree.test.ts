import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { fileAt, nameOf, readTree, writeTree } from "./tree.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "troupe-tree-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

it("a tree that is written and read is the same tree", () => {
  const [first, second] = [folder(), folder()];
  mkdirSync(join(first, "etc/deep"), { recursive: true });
  mkdirSync(join(second, "etc"));
  writeFileSync(join(first, "etc/deep/bytes"), Uint8Array.from([0, 255, 10]));
  chmodSync(join(first, "etc/deep/bytes"), 0o640);
  symlinkSync("deep/bytes", join(first, "etc/link"));
  writeFileSync(join(second, "etc/other"), "goes away");
  const tree = readTree(first, ["etc"]);
  writeTree(second, ["etc"], tree);
  expect(nameOf(readTree(second, ["etc"]))).toBe(nameOf(tree));
  expect(fileAt(tree, "/etc/link")?.content).toBe("\0\u{ff}\n");
});

it("trees have one name if process ids, boot ids and times are all that differs", () => {
  const tree = (path: string, content: string) =>
    new Map([[path, { type: "file", mode: 0o600, uid: 0, gid: 0, version: "", time: 0, content } as const]]);
  expect(nameOf(tree("a.new.123", "until\t1700000000\n"))).toBe(nameOf(tree("a.new.45678", "until\t1800000000\n")));
  expect(nameOf(tree("a", "state\tswitching\n"))).not.toBe(nameOf(tree("a", "state\tconfirm\n")));
});
