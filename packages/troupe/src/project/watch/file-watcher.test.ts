import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { type FileWatcher, watchFiles } from "./file-watcher.ts";

interface Watched extends FileWatcher {
  readonly path: (name: string) => string;
  readonly write: (name: string, text: string) => void;
  /** The names of the files of the next change. */
  readonly next: () => Promise<readonly string[]>;
  readonly end: () => void;
}

/** Watches files in a temporary folder; files without a text do not exist yet. */
function watched(files: { readonly [name: string]: string | undefined }): Watched {
  const folder = mkdtempSync(join(tmpdir(), "troupe-watch-"));
  const controller = new AbortController();
  const watching = watchFiles(controller.signal);
  onTestFinished(() => {
    controller.abort();
    rmSync(folder, { recursive: true });
  });
  const path = (name: string) => join(folder, name);
  const write = (name: string, text: string) => {
    mkdirSync(join(path(name), ".."), { recursive: true });
    writeFileSync(path(name), text);
  };
  for (const [name, text] of Object.entries(files)) if (text !== undefined) write(name, text);
  watching.follow(Object.keys(files).map(path));
  const next = async () => (await watching.changed()).map((file) => basename(file)).toSorted();
  return { ...watching, path, write, next, end: () => controller.abort() };
}

test("a written file is a change", async () => {
  const { write, next } = watched({ a: "1", b: "1" });
  const changed = next();
  write("a", "2");
  expect(await changed).toEqual(["a"]);
});

test("a file written before the call of changed is a change", async () => {
  const { write, next } = watched({ a: "1" });
  write("a", "2");
  expect(await next()).toEqual(["a"]);
});

test("a rename over a file, as editors do, is a change each time", async () => {
  const { write, path, next } = watched({ a: "1" });
  for (const text of ["2", "3"]) {
    const changed = next();
    write("a.new", text);
    renameSync(path("a.new"), path("a"));
    expect(await changed).toEqual(["a"]);
  }
});

test("several files written at once are one change", async () => {
  const { write, next } = watched({ a: "1", b: "1", "folder/c": "1", d: "1" });
  const changed = next();
  for (const name of ["a", "b", "folder/c"]) write(name, "2");
  expect(await changed).toEqual(["a", "b", "c"]);
});

test("a file written in many steps is one change", async () => {
  const { write, path, next } = watched({ a: "1" });
  const changed = next();
  write("a", "");
  for (let step = 0; step < 10; step++) {
    await setTimeout(5);
    appendFileSync(path("a"), "more\n");
  }
  expect(await changed).toEqual(["a"]);
  const after = next();
  write("a", "2");
  expect(await after).toEqual(["a"]);
});

test("a file deleted and soon restored is no change", async () => {
  const { write, path, next } = watched({ a: "1", b: "1" });
  const changed = next();
  rmSync(path("a"));
  await setTimeout(20);
  write("a", "1");
  write("b", "2");
  expect(await changed).toEqual(["b"]);
});

test("a deleted file and a created file are changes", async () => {
  const { write, path, next } = watched({ a: "1", b: undefined });
  const deleted = next();
  rmSync(path("a"));
  expect(await deleted).toEqual(["a"]);
  const made = next();
  write("b", "1");
  expect(await made).toEqual(["b"]);
  const again = next();
  write("a", "1");
  expect(await again).toEqual(["a"]);
});

test("files of a created folder and of a replaced folder are changes", async () => {
  const { write, path, next } = watched({ "folder/a": "1", "other/b": undefined });
  const made = next();
  write("other/b", "1");
  expect(await made).toEqual(["b"]);
  const replaced = next();
  write("new/a", "2");
  rmSync(path("folder"), { recursive: true });
  renameSync(path("new"), path("folder"));
  expect(await replaced).toEqual(["a"]);
  const changed = next();
  write("folder/a", "3");
  expect(await changed).toEqual(["a"]);
});

test("a touched file and an unwatched file are no changes", async () => {
  const { write, path, next } = watched({ a: "1", b: "1" });
  const changed = next();
  utimesSync(path("a"), new Date(), new Date());
  write("c", "2");
  await setTimeout(100);
  write("b", "2");
  expect(await changed).toEqual(["b"]);
});

test("a file that differs from the text that the caller has read is a change", async () => {
  const { path, follow, next } = watched({ a: "2" });
  follow([path("a")], new Map([[path("a"), "1"]]));
  expect(await next()).toEqual(["a"]);
});

test("after the abort there are no changes", async () => {
  const { write, next, end } = watched({ a: "1" });
  const changed = next();
  end();
  expect(await changed).toEqual([]);
  write("a", "2");
  expect(await next()).toEqual([]);
});
