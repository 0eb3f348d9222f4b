/** Watches the contents of files, independent of how editors write them. */
import { type BigIntStats, type FSWatcher, readFileSync, statSync, watch } from "node:fs";
import { basename, dirname } from "node:path";
import { setTimeout } from "node:timers/promises";

/** A watcher of files. */
export interface FileWatcher {
  /**
   * Watches these files from now on, and no others. `contents` has texts that the caller has read; for other new files,
   * the current text counts as known.
   */
  follow(files: Iterable<string>, contents?: ReadonlyMap<string, string>): void;
  /**
   * Waits until the text of a file differs from the known one and has settled. Returns the files that differ; none once
   * the watcher has ended.
   */
  changed(): Promise<readonly string[]>;
  [Symbol.dispose](): void;
}

/**
 * Milliseconds in which a text must not change in order to have settled: for a file that is written in several steps,
 * and for a deleted file.
 */
const settlingTime = 60;
const deletionSettlingTime = 160;

/** Milliseconds after which files are compared in any case, because some file systems do not report changes. */
const pollInterval = 1000;

/** Watches files until the watcher is disposed of, or the signal is aborted. */
export function watchFiles(signal: AbortSignal): FileWatcher {
  /** The known text of each file; undefined for a file that does not exist. */
  const knownTexts = new Map<string, string | undefined>();
  /** The stamp of each file whose text need not be read again while the stamp stays the same. */
  const knownStamps = new Map<string, string>();
  const folders = new Map<string, WatchedFolder>();
  let wake = () => {};

  function onEvent(folder: string, name: string | null): void {
    for (const file of knownTexts.keys())
      if (dirname(file) === folder && (name === null || basename(file) === name)) knownStamps.delete(file);
    wake();
  }

  /** Returns the texts that differ from the known ones; undefined for files that do not exist. */
  function differingTexts(): ReadonlyMap<string, string | undefined> {
    const differing = new Map<string, string | undefined>();
    for (const [file, knownText] of knownTexts) {
      const stamp = stampOf(file);
      if (knownStamps.get(file) === stamp) continue;
      const text = textOf(file);
      if (text === knownText) knownStamps.set(file, stamp);
      else differing.set(file, text);
    }
    return differing;
  }

  async function settledTexts(): Promise<ReadonlyMap<string, string | undefined>> {
    let texts = differingTexts();
    while (texts.size > 0 && !signal.aborted) {
      await setTimeout([...texts.values()].includes(undefined) ? deletionSettlingTime : settlingTime);
      const before = texts;
      texts = differingTexts();
      if (
        texts.size === before.size &&
        [...texts].every(([file, text]) => before.has(file) && before.get(file) === text)
      )
        break;
    }
    return texts;
  }

  const stop = () => {
    for (const folder of folders.values()) folder.watcher?.close();
    folders.clear();
    wake();
  };
  signal.addEventListener("abort", stop);

  return {
    follow(files, contents) {
      const followed = new Set(files);
      for (const file of knownTexts.keys()) if (!followed.has(file)) knownTexts.delete(file);
      for (const file of followed) {
        knownStamps.delete(file);
        if (contents?.has(file) === true) knownTexts.set(file, contents.get(file));
        else if (!knownTexts.has(file)) knownTexts.set(file, textOf(file));
      }
      if (!signal.aborted) watchFolders(folders, new Set([...followed].map(dirname)), onEvent);
    },
    async changed() {
      while (!signal.aborted) {
        const { promise: event, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        const texts = await settledTexts();
        if (texts.size > 0 && !signal.aborted) {
          for (const [file, text] of texts) knownTexts.set(file, text);
          return [...texts.keys()];
        }
        const timer = new AbortController();
        await Promise.race([event, setTimeout(pollInterval, undefined, { signal: timer.signal }).catch(() => {})]);
        timer.abort();
        if (!signal.aborted) watchFolders(folders, new Set([...knownTexts.keys()].map(dirname)), onEvent);
      }
      return [];
    },
    [Symbol.dispose]() {
      signal.removeEventListener("abort", stop);
      stop();
    },
  };
}

/** A watched folder. Another folder at the same path has another identity. */
interface WatchedFolder {
  readonly identity: string | undefined;
  /** Undefined if the file system does not report changes of the folder. */
  readonly watcher: FSWatcher | undefined;
}

/** Begins and ends watching folders, so that those at the wanted paths are watched. */
function watchFolders(
  folders: Map<string, WatchedFolder>,
  wanted: ReadonlySet<string>,
  onEvent: (folder: string, name: string | null) => void,
): void {
  for (const [path, { watcher, identity }] of folders) {
    if (wanted.has(path) && identityOf(path) === identity) continue;
    watcher?.close();
    folders.delete(path);
  }
  for (const path of wanted) {
    if (folders.has(path)) continue;
    const identity = identityOf(path);
    folders.set(path, {
      identity,
      watcher: identity === undefined ? undefined : watchFolder(path, (name) => onEvent(path, name)),
    });
  }
}

function watchFolder(path: string, onEvent: (name: string | null) => void): FSWatcher | undefined {
  try {
    // A watched file would be lost when an editor renames a new file over it; its folder is not.
    const watcher = watch(path, (_event, name) => onEvent(name));
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

const identityOf = (path: string): string | undefined => {
  const stat = statOf(path);
  return stat && `${stat.dev} ${stat.ino}`;
};

function stampOf(file: string): string {
  const stat = statOf(file);
  return stat === undefined ? "" : `${stat.dev} ${stat.ino} ${stat.size} ${stat.mtimeNs}`;
}

function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
