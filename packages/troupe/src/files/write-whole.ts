/** Writing whole or not at all: beside the place, synced, and renamed into it. */
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Bytes, or what is too large to be held in memory, and its size. */
export type FileContent = Uint8Array | { readonly size: number; readonly read: () => AsyncIterable<Uint8Array> };

/** A file of a folder; its mode is 0o644 unless it says otherwise. */
export interface PackedFile {
  readonly content: FileContent;
  readonly mode?: number;
}

/** The number of files and bytes that were written. */
export interface Written {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Writes a file, or a folder of files by path, in place of what is there. A failure leaves the old file or folder in
 * place. With `ownerOnly`, only the owner may read the file or enter the folder, whatever the umask is.
 */
export async function writeWhole(
  path: string,
  content: FileContent | ReadonlyMap<string, PackedFile>,
  { ownerOnly = false }: { readonly ownerOnly?: boolean } = {},
): Promise<Written> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.new`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await rm(temporary, { recursive: true, force: true });
    const written =
      content instanceof Map
        ? await writeFolder(temporary, content, ownerOnly)
        : await writeFile(temporary, content as FileContent, ownerOnly ? 0o600 : 0o644);
    await replace(temporary, path);
    return written;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => {});
    throw error;
  }
}

async function writeFolder(
  folder: string,
  files: ReadonlyMap<string, PackedFile>,
  ownerOnly: boolean,
): Promise<Written> {
  await mkdir(folder, ownerOnly ? { mode: 0o700 } : {});
  let bytes = 0;
  for (const [path, { content, mode = 0o644 }] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    bytes += (await writeFile(join(folder, path), content, mode)).bytes;
  }
  return { files: files.size, bytes };
}

async function writeFile(path: string, content: FileContent, mode: number): Promise<Written> {
  await using file = await open(path, "wx", mode);
  let bytes = 0;
  for await (const chunk of content instanceof Uint8Array ? [content] : content.read()) {
    await file.writeFile(chunk);
    bytes += chunk.length;
  }
  // chmod sets the mode independently of the umask.
  await file.chmod(mode);
  await file.sync();
  return { files: 1, bytes };
}

/** A folder cannot be renamed over one that is not empty: the old one steps aside, and back if it has to. */
async function replace(temporary: string, path: string): Promise<void> {
  const aside = `${temporary}.old`;
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() === true;
  if (isFolder) await rename(path, aside);
  try {
    await rename(temporary, path);
  } catch (error) {
    if (isFolder) await rename(aside, path);
    throw error;
  }
  await rm(aside, { recursive: true, force: true });
}
