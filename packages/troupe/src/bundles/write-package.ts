/** Writing a package, but never over anything that is not an earlier one. */
import { readdir, stat } from "node:fs/promises";
import { fail } from "@troupe/modules";
import { type FileContent, type PackedFile, writeWhole, type Written } from "../files/write-whole.ts";
import { inTheWay, unwritable } from "./diagnostics.ts";

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
  try {
    const what = await inThePlace(path, content instanceof Map ? [...content.keys()] : undefined);
    if (what !== undefined) fail(inTheWay, { path: shown, what });
    return await writeWhole(path, content);
  } catch (error) {
    if (!isSystemError(error)) throw error;
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

const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && "syscall" in error;

/** "permission denied", without code, call and path. */
export function reasonOf(error: Error): string {
  return /^[A-Z0-9]+: (.+?), /.exec(error.message)?.[1] ?? error.message;
}
