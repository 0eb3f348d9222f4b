/** Folders for the sockets of connections. Only the user of this process can write to them. */
import { lstat, mkdir, mkdtemp, readdir, rmdir, unlink } from "node:fs/promises";
import { connect } from "node:net";
import { homedir, tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";

const folderName = /^troupe-(\d+)-/;
/**
 * The longest path of a folder: the system allows about a hundred characters for a socket, of which ssh appends some
 * itself.
 */
const longestPath = 70;
/** The age, in milliseconds, from which on an empty folder without a living process is removed. */
const oldAge = 24 * 60 * 60 * 1000;

/**
 * Makes a folder for this process: in `$XDG_RUNTIME_DIR`, else in the user's cache, else in the folder for temporary
 * files.
 */
export async function makeRuntimeFolder(): Promise<string> {
  for (const parent of [await runtimeParent(), await cacheParent(), tmpdir()]) {
    if (parent === undefined || parent.length > longestPath) continue;
    await removeLeftFolders(parent);
    // mkdtemp makes a folder with the mode 0700.
    const folder = await mkdtemp(join(parent, `troupe-${process.pid}-`)).catch(() => undefined);
    if (folder !== undefined) return folder;
  }
  return mkdtemp(join("/tmp", `troupe-${process.pid}-`));
}

async function runtimeParent(): Promise<string | undefined> {
  const folder = process.env["XDG_RUNTIME_DIR"];
  return folder !== undefined && isAbsolute(folder) && (await isPrivateFolder(folder)) ? folder : undefined;
}

async function cacheParent(): Promise<string | undefined> {
  const folder = join(homedir(), ".cache/troupe");
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch {
    return undefined;
  }
  return (await isPrivateFolder(folder)) ? folder : undefined;
}

/** True for a folder, not a link, that belongs to the user of this process and that no other user may enter. */
async function isPrivateFolder(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found !== undefined && found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
}

/** Removes a folder with its sockets. Other files in it stay, and the folder with them. */
export async function removeRuntimeFolder(folder: string): Promise<void> {
  if (!(await isPrivateFolder(folder))) return;
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    if ((await lstat(path).catch(() => undefined))?.isSocket() === true) await unlink(path).catch(() => {});
  }
  await rmdir(folder).catch(() => {});
}

/**
 * Removes the folders of processes that no longer run. A process may be invisible from here, in a container, so sockets
 * that answer stay.
 */
async function removeLeftFolders(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const owner = folderName.exec(name)?.[1];
    const folder = join(parent, name);
    if (owner === undefined || isAlive(Number(owner)) || !(await isPrivateFolder(folder))) continue;
    const names = await readdir(folder).catch(() => []);
    const answers = await Promise.all(names.map((socket) => isAnswering(join(folder, socket))));
    const age = Date.now() - ((await lstat(folder).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (names.length === 0 ? age > oldAge : !answers.includes(true)) await removeRuntimeFolder(folder);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM means that the process of another user is alive.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** True if a process listens on the socket. */
function isAnswering(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", end(true)).once("error", end(false)).setTimeout(1000, end(true));
  });
}
