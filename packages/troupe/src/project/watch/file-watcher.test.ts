import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { type FileWatcher, watchFiles } from "./file-watcher.ts";

interface WatcherFixture extends FileWatcher {
  /** Returns the path of a file in the folder. */
  readonly path: (name: string) => string;
  readonly write: (name: string, text: string) => void;
  /** Waits for the next report of the watcher. Returns the names of the changed files. */
  readonly next: () => Promise<readonly string[]>;
  /** Aborts the signal of the watcher. */
  readonly abort: () => void;
}

/** A pause in milliseconds that is shorter than the watcher's `settlingTime`, even on a busy computer. */
const pauseBetweenWrites = 5;
/** A pause in milliseconds that is shorter than the watcher's `deletionSettlingTime`. */
const pauseBeforeRestoring = 20;
/**
 * A pause in milliseconds that is longer than the watcher's `settlingTime`, so that the watcher would report a change
 * made before.
 */
const pauseForReport = 100;

/** Watches files in a temporary folder. Files without a text do not exist yet. */
function watcherFixture(files: { readonly [name: string]: string | undefined }): WatcherFixture {
  const folder = mkdtempSync(join(tmpdir(), "troupe-watch-"));
  const controller = new AbortController();
  const watcher = watchFiles(controller.signal);
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
  watcher.follow(Object.keys(files).map(path));
  const next = async () => (await watcher.changed()).map((file) => basename(file)).toSorted();
  return { ...watcher, path, write, next, abort: () => controller.abort() };
}

test("the watcher reports a written file", async () => {
  const { write, next } = watcherFixture({ a: "1", b: "1" });
  const changed = next();
  write("a", "2");
  expect(await changed).toEqual(["a"]);
});

test("the watcher reports a file that was written before the call of changed", async () => {
  const { write, next } = watcherFixture({ a: "1" });
  write("a", "2");
  expect(await next()).toEqual(["a"]);
});

test("the watcher reports each rename over a file, as editors do", async () => {
  const { write, path, next } = watcherFixture({ a: "1" });
  for (const text of ["2", "3"]) {
    const changed = next();
    write("a.new", text);
    renameSync(path("a.new"), path("a"));
    expect(await changed).toEqual(["a"]);
  }
});

test("the watcher reports several files written at once together", async () => {
  const { write, next } = watcherFixture({ a: "1", b: "1", "folder/c": "1", d: "1" });
  const changed = next();
  for (const name of ["a", "b", "folder/c"]) write(name, "2");
  expect(await changed).toEqual(["a", "b", "c"]);
});

test("the watcher reports a file written in many steps once", async () => {
  const { write, path, next } = watcherFixture({ a: "1" });
  const changed = next();
  write("a", "");
  for (let step = 0; step < 10; step++) {
    await setTimeout(pauseBetweenWrites);
    appendFileSync(path("a"), "more\n");
  }
  expect(await changed).toEqual(["a"]);
  const secondReport = next();
  write("a", "2");
  expect(await secondReport).toEqual(["a"]);
});

test("the watcher does not report a file that is deleted and soon restored", async () => {
  const { write, path, next } = watcherFixture({ a: "1", b: "1" });
  const changed = next();
  rmSync(path("a"));
  await setTimeout(pauseBeforeRestoring);
  write("a", "1");
  write("b", "2");
  expect(await changed).toEqual(["b"]);
});

test("the watcher reports a deleted file and a created file", async () => {
  const { write, path, next } = watcherFixture({ a: "1", b: undefined });
  const deleted = next();
  rmSync(path("a"));
  expect(await deleted).toEqual(["a"]);
  const created = next();
  write("b", "1");
  expect(await created).toEqual(["b"]);
  const recreated = next();
  write("a", "1");
  expect(await recreated).toEqual(["a"]);
});

test("the watcher reports files of a created folder and of a replaced folder", async () => {
  const { write, path, next } = watcherFixture({ "folder/a": "1", "other/b": undefined });
  const created = next();
  write("other/b", "1");
  expect(await created).toEqual(["b"]);
  const replaced = next();
  write("new/a", "2");
  rmSync(path("folder"), { recursive: true });
  renameSync(path("new"), path("folder"));
  expect(await replaced).toEqual(["a"]);
  const changed = next();
  write("folder/a", "3");
  expect(await changed).toEqual(["a"]);
});

test("the watcher reports neither a touched file nor an unwatched file", async () => {
  const { write, path, next } = watcherFixture({ a: "1", b: "1" });
  const changed = next();
  utimesSync(path("a"), new Date(), new Date());
  write("c", "2");
  await setTimeout(pauseForReport);
  write("b", "2");
  expect(await changed).toEqual(["b"]);
});

test("the watcher reports a file that differs from the contents passed to follow", async () => {
  const { path, follow, next } = watcherFixture({ a: "2" });
  follow([path("a")], new Map([[path("a"), "1"]]));
  expect(await next()).toEqual(["a"]);
});

test("the watcher reports nothing after the abort", async () => {
  const { write, next, abort } = watcherFixture({ a: "1" });
  const changed = next();
  abort();
  expect(await changed).toEqual([]);
  write("a", "2");
  expect(await next()).toEqual([]);
});
