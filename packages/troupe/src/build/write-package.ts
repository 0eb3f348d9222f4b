/** Writing a package: whole or not at all, and never over anything that is not an earlier one. */
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fail, isTroupeError } from "@troupe/modules";
import { inTheWay, unwritable } from "./diagnostics.ts";
import type { FileContent, PackedFile } from "./form.ts";

/** How much was written. */
export interface Written {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Writes a file, or a folder of files by path. `shown` is the path in messages.
 *
 * @throws TRP5304, TRP5305; nothing has changed then
 */
export async function writePackage(
  path: string,
  content: FileContent | ReadonlyMap<string, PackedFile>,
  shown: string = path,
): Promise<Written> {
  // Beside it, so that a rename is all it takes.
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.new`);
  try {
    const what = await inThePlace(path, content instanceof Map ? [...content.keys()] : undefined);
    if (what !== undefined) fail(inTheWay, { path: shown, what });
    await mkdir(dirname(path), { recursive: true });
    await rm(temporary, { recursive: true, force: true });
    const written =
      content instanceof Map ? await writeFolder(temporary, content) : await writeFile(temporary, content as FileContent, 0o644);
    await replace(temporary, path);
    return written;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => {});
    if (isTroupeError(error) || !isSystemError(error)) throw error;
    return fail(unwritable, { path: shown, error: reasonOf(error) });
  }
}

/**
 * What stands at the path and may not be replaced. A file may be by a file, and a folder by one that holds the same things at its
 * top, which `paths` begin with.
 */
async function inThePlace(path: string, paths: readonly string[] | undefined): Promise<string | undefined> {
  const there = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (there === undefined) return undefined;
  if (paths === undefined) return there.isFile() ? undefined : there.isDirectory() ? "a folder" : "not an ordinary file";
  if (!there.isDirectory()) return "not a folder";
  const own = new Set(paths.map((each) => each.split("/")[0]));
  const other = (await readdir(path)).toSorted().find((name) => !own.has(name));
  return other === undefined ? undefined : `a folder with other things (${JSON.stringify(other)})`;
}

async function writeFolder(folder: string, files: ReadonlyMap<string, PackedFile>): Promise<Written> {
  await mkdir(folder);
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
  // Whatever the umask is.
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

const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && "syscall" in error;

/** "permission denied", without code, call and path. */
export function reasonOf(error: Error): string {
  return /^[A-Z0-9]+: (.+?), /.exec(error.message)?.[1] ?? error.message;
}
