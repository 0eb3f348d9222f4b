/** Reading a folder of files. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";

/** Its files by path below it, with their bytes; 0o755 for those that can be run, 0o644 for others. */
export async function readTree(
  folder: string,
): Promise<ReadonlyMap<string, { readonly bytes: Uint8Array; readonly mode: number }>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  const files = new Map<string, { bytes: Uint8Array; mode: number }>();
  for (const path of paths.toSorted()) {
    const runs = ((await stat(path)).mode & 0o111) !== 0;
    files.set(relative(folder, path), { bytes: await readFile(path), mode: runs ? 0o755 : 0o644 });
  }
  return files;
}
