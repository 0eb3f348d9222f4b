/** Writing a package, which replaces nothing but an earlier package. */
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
    const obstacle = await inThePlace(path, content instanceof Map ? [...content.keys()] : undefined);
    if (obstacle !== undefined) fail(inTheWay, { path: shown, what: obstacle });
    // A package has the private files of its machine.
    return await writeWhole(path, content, { ownerOnly: true });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return fail(unwritable, { path: shown, error: reasonOf(error) });
  }
}

/**
 * Describes a file or folder at the path that may not be replaced. A file may replace a file; a folder may replace a
 * folder whose entries are first segments of `paths`.
 */
async function inThePlace(path: string, paths: readonly string[] | undefined): Promise<string | undefined> {
  const present = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (present === undefined) return undefined;
  if (paths === undefined)
    return present.isFile() ? undefined : present.isDirectory() ? "a folder" : "not an ordinary file";
  if (!present.isDirectory()) return "not a folder";
  const packageNames = new Set(paths.map((packagePath) => packagePath.split("/")[0]));
  const other = (await readdir(path)).toSorted().find((name) => !packageNames.has(name));
  return other === undefined ? undefined : `a folder with other things (${JSON.stringify(other)})`;
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && "syscall" in error;

/** "permission denied", without code, call and path. */
export function reasonOf(error: Error): string {
  return /^[A-Z0-9]+: (.+?), /.exec(error.message)?.[1] ?? error.message;
}
