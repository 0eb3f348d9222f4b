/** Trees of files in memory: what a disk or a memory holds at one moment. */
import { createHash } from "node:crypto";
import {
  chmodSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** A file, directory or link. */
export interface Entry {
  readonly type: "file" | "directory" | "link";
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Content of a file, target of a link. */
  readonly content: string;
  /** Identity of the content on the disk: inode, size and time of the last write. */
  readonly version: string;
  readonly time: number;
}

/** Path, without a leading slash -> entry. */
export type Tree = ReadonlyMap<string, Entry>;

/** Reads the folders below a root. Unchanged files of `previous` are not read again. */
export function readTree(root: string, folders: readonly string[], previous?: Tree): Tree {
  const tree = new Map<string, Entry>();
  const visit = (path: string) => {
    const full = join(root, path);
    let entry: Entry | undefined;
    try {
      entry = readEntry(full, previous?.get(path));
    } catch {
      // The file went away while the tree was read.
    }
    if (entry === undefined) return;
    const before = previous?.get(path);
    // An unchanged entry is one object in all trees, so that its digest is computed once.
    tree.set(path, before !== undefined && isSame(before, entry) ? before : entry);
    if (entry.type !== "directory") return;
    for (const name of namesIn(full)) visit(join(path, name));
  };
  for (const folder of folders) visit(folder);
  return tree;
}

const isSame = (a: Entry, b: Entry): boolean =>
  a.type === b.type &&
  a.mode === b.mode &&
  a.uid === b.uid &&
  a.gid === b.gid &&
  a.version === b.version &&
  a.content === b.content;

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

function readEntry(path: string, previous: Entry | undefined): Entry | undefined {
  const { mode, uid, gid, ino, size, mtimeNs } = lstatSync(path, { bigint: true });
  const type = Number(mode) & 0o170000;
  const common = {
    mode: Number(mode) & 0o7777,
    uid: Number(uid),
    gid: Number(gid),
    time: Number(mtimeNs / 1_000_000n) / 1000,
  };
  if (type === 0o040000) return { type: "directory", content: "", version: "", ...common };
  if (type === 0o120000) return { type: "link", content: readlinkSync(path), version: "", ...common };
  if (type !== 0o100000) return undefined;
  const version = `${ino} ${size} ${mtimeNs}`;
  const content = previous?.version === version ? previous.content : readFileSync(path, "latin1");
  return { type: "file", content, version, ...common };
}

/** Replaces what is in the folders below a root. */
export function writeTree(root: string, folders: readonly string[], tree: Tree): void {
  for (const folder of folders)
    for (const name of readdirSync(join(root, folder))) rmSync(join(root, folder, name), { recursive: true });
  for (const [path, { type, mode, uid, gid, content, time }] of tree) {
    const full = join(root, path);
    if (type === "link") symlinkSync(content, full);
    else if (type === "directory") {
      if (!folders.includes(path)) mkdirSync(full);
    } else writeFileSync(full, content, "latin1");
    lchownSync(full, uid, gid);
    if (type !== "link") chmodSync(full, mode);
    if (type === "file") utimesSync(full, time, time);
  }
}

/** Numbers, times and ids that differ between two runs of the same steps. */
const variable = /\d{9,}|[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;

const digests = new WeakMap<Entry, string>();
function digestOf(entry: Entry): string {
  const known = digests.get(entry);
  if (known !== undefined) return known;
  const { type, mode, uid, gid, content } = entry;
  const text = content.length > 4000 ? content : content.replace(variable, "N");
  const digest = createHash("sha256").update(`${type}\0${mode}\0${uid}\0${gid}\0`).update(text).digest("hex");
  digests.set(entry, digest);
  return digest;
}

/** A name for the tree. Two trees with the same name differ in process ids and times only. */
export function nameOf(tree: Tree, ignored: (path: string) => boolean = () => false): string {
  const hash = createHash("sha256");
  for (const [path, entry] of tree)
    if (!ignored(path)) hash.update(`${path.replace(/\d{2,}/g, "N")}\0${digestOf(entry)}\0`);
  return hash.digest("hex").slice(0, 16);
}

/** The content of the file at a path, through links. Undefined if there is none. */
export function fileAt(tree: Tree, path: string): Entry | undefined {
  let parts = path.split("/").filter((part) => part !== "");
  for (let step = 0, at = 1; step < 40; step++) {
    const entry = tree.get(parts.slice(0, at).join("/"));
    if (entry?.type === "link") {
      const target = entry.content.split("/").filter((part) => part !== "" && part !== ".");
      const base = entry.content.startsWith("/") ? [] : parts.slice(0, at - 1);
      for (const part of target)
        if (part === "..") base.pop();
        else base.push(part);
      parts = [...base, ...parts.slice(at)];
      at = 1;
    } else if (at === parts.length) return entry;
    else at++;
  }
  return undefined;
}
