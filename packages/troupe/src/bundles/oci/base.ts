/** What an image starts from: the root file system that `--base` names, as layers. */
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
 * Reads a root file system's tar archive, or an OCI image layout (a folder, or the tar archive of one). It is looked at once,
 * however many machines start from it.
 *
 * @throws TRP5308
 */
export function openBase(path: string): Promise<Base> {
  const known = opened.get(path) ?? open(path);
  opened.set(path, known);
  return known;
}

async function open(path: string): Promise<Base> {
  const unsuitable: Unsuitable = (problem) => fail(unsuitableBase, { path, problem });
  try {
    if (!(await stat(path)).isDirectory()) {
      const found = await rootArchive(path, unsuitable);
      return "layers" in found ? found : await layoutBase(found, unsuitable);
    }
    const store: LayoutStore = async (name) => {
      const file = join(path, name);
      const { size } = await stat(file).catch(() => ({ size: undefined }));
      return size === undefined ? undefined : { file, offset: 0, size };
    };
    if ((await store("oci-layout")) === undefined) unsuitable("it is a folder without oci-layout in it, so it is not an OCI image layout");
    return await layoutBase(store, unsuitable);
  } catch (error) {
    // What the system and what unpacks archives have to say; anything else is a fault of this program.
    if (isTroupeError(error) || !(error instanceof Error) || !("code" in error)) throw error;
    return unsuitable(reasonOf(error));
  }
}
