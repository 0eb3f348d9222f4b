/** The base of an image: the root file system that `--base` names, as layers. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { fail, isTroupeError } from "@troupe/modules";
import { unsuitableBase } from "../diagnostics.ts";
import { reasonOf } from "../write-package.ts";
import type { Base, LayoutStore, Unsuitable } from "./image.ts";
import { layoutBase } from "./layout.ts";
import { rootArchive } from "./root-archive.ts";

const opened = new Map<string, Promise<Base>>();

/**
 * Reads a root file system's tar archive, or an OCI image layout (a folder, or the tar archive of one). The base is
 * read once for all machines.
 *
 * @throws TRP5308
 */
export function openBase(path: string): Promise<Base> {
  const base = opened.get(path) ?? open(path);
  opened.set(path, base);
  return base;
}

async function open(path: string): Promise<Base> {
  const unsuitable: Unsuitable = (problem) => fail(unsuitableBase, { path, problem });
  try {
    if (!(await stat(path)).isDirectory()) {
      const archive = await rootArchive(path, unsuitable);
      return "layers" in archive ? archive : await layoutBase(archive, unsuitable);
    }
    const store: LayoutStore = async (name) => {
      const file = join(path, name);
      const { size } = await stat(file).catch(() => ({ size: undefined }));
      return size === undefined ? undefined : { file, offset: 0, size };
    };
    if ((await store("oci-layout")) === undefined)
      unsuitable("it is a folder without oci-layout in it, so it is not an OCI image layout");
    return await layoutBase(store, unsuitable);
  } catch (error) {
    // Errors of the system and of decompression have a `code`; any other error is a fault of Troupe.
    if (isTroupeError(error) || !(error instanceof Error) || !("code" in error)) throw error;
    return unsuitable(reasonOf(error));
  }
}
