/** Makes folders and files with exactly the given mode, because hosts must not depend on the caller's umask. */
import { chmod, mkdir, writeFile } from "node:fs/promises";

/** Makes a folder unless the folder exists, and sets its mode. */
export async function makeFolder(path: string, mode = 0o755): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, mode);
}

/** Writes a file and sets its mode. */
export async function writeText(path: string, text: string, mode = 0o644): Promise<void> {
  await writeFile(path, text, { mode });
  await chmod(path, mode);
}
