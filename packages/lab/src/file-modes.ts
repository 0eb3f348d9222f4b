/** Makes folders and files with exactly the given mode, because hosts must not depend on the caller's umask. */
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Makes a folder unless the folder exists, and sets its mode. Missing parents are made with mode 0755. */
export async function makeFolder(path: string, mode = 0o755): Promise<void> {
  const firstMade = await mkdir(path, { recursive: true });
  if (firstMade !== undefined) {
    for (let parent = dirname(path); parent.length >= firstMade.length; parent = dirname(parent))
      await chmod(parent, 0o755);
  }
  await chmod(path, mode);
}

/** Writes a file and sets its mode. */
export async function writeText(path: string, text: string, mode = 0o644): Promise<void> {
  await writeFile(path, text, { mode });
  await chmod(path, mode);
}
