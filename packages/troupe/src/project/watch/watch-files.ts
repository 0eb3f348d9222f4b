/** Waits until files hold something else than before, however editors write them. */
import { type BigIntStats, type FSWatcher, readFileSync, statSync, watch } from "node:fs";
import { basename, dirname } from "node:path";
import { setTimeout } from "node:timers/promises";

/** Files that are being watched. */
export interface WatchedFiles {
  /** Watches these from now on, and no others. `read` is what was read from some of them; of the others, what is there now counts as known. */
  follow(files: Iterable<string>, read?: ReadonlyMap<string, string>): void;
  /** Waits until some of the files hold something else than what is known, then until that stays as it is for a moment. Empty once it is over. */
  changed(): Promise<readonly string[]>;
  [Symbol.dispose](): void;
}

/** A file that is written in several steps must stay as it is for so long (milliseconds), and one that has vanished has longer to come back. */
const settled = 60;
const returned = 160;

/** The file system tells of changes; on some it does not, and then they are found by looking, as often as this. */
const lookInterval = 1000;

/** Watches files until it is disposed of, or the signal is aborted. */
export function watchFiles(signal: AbortSignal): WatchedFiles {
  /** What is in each file; undefined if it is not there. */
  const known = new Map<string, string | undefined>();
  /** What the file system says of each file that need not be read again while it says so. */
  const stamps = new Map<string, string>();
  const folders = new Map<string, Folder>();
  let wake = () => {};

  function noticed(folder: string, name: string | null): void {
    for (const file of known.keys()) if (dirname(file) === folder && (name === null || basename(file) === name)) stamps.delete(file);
    wake();
  }

  /** What differs from what is known; undefined for files that are not there. */
  function look(): ReadonlyMap<string, string | undefined> {
    const found = new Map<string, string | undefined>();
    for (const [file, text] of known) {
      const stamp = stampOf(file);
      if (stamps.get(file) === stamp) continue;
      const now = read(file);
      if (now === text) stamps.set(file, stamp);
      else found.set(file, now);
    }
    return found;
  }

  /** What differs, once it stays as it is. */
  async function lookUntilSettled(): Promise<ReadonlyMap<string, string | undefined>> {
    let found = look();
    while (found.size > 0 && !signal.aborted) {
      await setTimeout([...found.values()].includes(undefined) ? returned : settled);
      const before = found;
      found = look();
      if (found.size === before.size && [...found].every(([file, text]) => before.has(file) && before.get(file) === text)) break;
    }
    return found;
  }

  const stop = () => {
    for (const folder of folders.values()) folder.watcher?.close();
    folders.clear();
    wake();
  };
  signal.addEventListener("abort", stop);

  return {
    follow(files, texts) {
      const wanted = new Set(files);
      for (const file of known.keys()) if (!wanted.has(file)) known.delete(file);
      for (const file of wanted) {
        stamps.delete(file);
        if (texts?.has(file) === true) known.set(file, texts.get(file));
        else if (!known.has(file)) known.set(file, read(file));
      }
      if (!signal.aborted) followFolders(folders, new Set([...wanted].map(dirname)), noticed);
    },
    async changed() {
      while (!signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        const found = await lookUntilSettled();
        if (found.size > 0 && !signal.aborted) {
          for (const [file, text] of found) known.set(file, text);
          return [...found.keys()];
        }
        const timer = new AbortController();
        await Promise.race([promise, setTimeout(lookInterval, undefined, { signal: timer.signal }).catch(() => {})]);
        timer.abort();
        if (!signal.aborted) followFolders(folders, new Set([...known.keys()].map(dirname)), noticed);
      }
      return [];
    },
    [Symbol.dispose]() {
      signal.removeEventListener("abort", stop);
      stop();
    },
  };
}

/** A folder as it was when it began to be watched; another one may have taken its place. */
interface Folder {
  readonly identity: string | undefined;
  /** Undefined if the file system cannot tell of changes. */
  readonly watcher: FSWatcher | undefined;
}

function followFolders(
  folders: Map<string, Folder>,
  wanted: ReadonlySet<string>,
  noticed: (folder: string, name: string | null) => void,
): void {
  for (const [path, { watcher, identity }] of folders) {
    if (wanted.has(path) && identityOf(path) === identity) continue;
    watcher?.close();
    folders.delete(path);
  }
  for (const path of wanted) {
    if (folders.has(path)) continue;
    const identity = identityOf(path);
    folders.set(path, { identity, watcher: identity === undefined ? undefined : watchFolder(path, (name) => noticed(path, name)) });
  }
}

function watchFolder(path: string, noticed: (name: string | null) => void): FSWatcher | undefined {
  try {
    // Folders rather than files: what is renamed over a file is another file.
    const watcher = watch(path, (_event, name) => noticed(name));
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

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
