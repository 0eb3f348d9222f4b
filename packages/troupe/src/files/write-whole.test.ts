import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type PackedFile, writeWhole } from "./write-whole.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const folderOf = (files: { readonly [path: string]: string }) =>
  new Map(Object.entries(files).map(([path, text]): [string, PackedFile] => [path, { content: bytes(text) }]));
const broken = {
  size: 8,
  read: async function* () {
    yield bytes("half");
    throw new Error("no more");
  },
};

function place(): { readonly path: string; readonly all: () => readonly string[] } {
  const folder = mkdtempSync(join(tmpdir(), "troupe-write-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return {
    path: join(folder, "deep/place"),
    all: () => readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted(),
  };
}

describe("writing whole", () => {
  it("makes and replaces a file", async () => {
    const { path, all } = place();
    expect(await writeWhole(path, bytes("one"))).toEqual({ files: 1, bytes: 3 });
    await writeWhole(path, bytes("two"));
    expect([readFileSync(path, "utf8"), all()]).toEqual(["two", ["deep", "deep/place"]]);
  });

  it("makes and replaces a folder, with the modes that were asked for whatever the umask is", async () => {
    const { path, all } = place();
    const before = process.umask(0o077);
    onTestFinished(() => void process.umask(before));
    await writeWhole(path, folderOf({ "a/b": "1", c: "2" }));
    await writeWhole(path, new Map([["a/d", { content: bytes("3"), mode: 0o750 }]]));
    expect(all()).toEqual(["deep", "deep/place", "deep/place/a", "deep/place/a/d"]);
    expect(statSync(join(path, "a/d")).mode & 0o777).toBe(0o750);
  });

  it.each([0o022, 0o077, 0])("keeps what is for the owner only from others, with the umask %i", async (umask) => {
    const { path } = place();
    const before = process.umask(umask);
    onTestFinished(() => void process.umask(before));
    await writeWhole(path, bytes("secret"), { ownerOnly: true });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await writeWhole(`${path}.d`, folderOf({ "a/b": "secret" }), { ownerOnly: true });
    expect(statSync(`${path}.d`).mode & 0o777).toBe(0o700);
  });

  it("leaves what was there if it fails, and nothing else", async () => {
    const { path, all } = place();
    await writeWhole(path, folderOf({ a: "1" }));
    await expect(writeWhole(path, new Map([["b", { content: broken }]]))).rejects.toThrow("no more");
    await expect(writeWhole(path, bytes("a file in place of a folder"))).resolves.toEqual({ files: 1, bytes: 27 });
    await expect(writeWhole(path, broken)).rejects.toThrow("no more");
    await expect(writeWhole(join(path, "below"), bytes(""))).rejects.toThrow(/ENOTDIR|EEXIST/);
    expect([readFileSync(path, "utf8"), all()]).toEqual(["a file in place of a folder", ["deep", "deep/place"]]);
  });
});
