/** Making folders and files with exactly the given mode: the umask of the caller must not show inside the hosts. */
import { chmod, mkdir, writeFile } from "node:fs/promises";

/** Makes a folder if it is not there. */
export async function makeFolder(path: string, mode = 0o755): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, mode);
}

/** Writes a file. */
export async function writeText(path: string, text: string, mode = 0o644): Promise<void> {
  await writeFile(path, text, { mode });
  await chmod(path, mode);
}
