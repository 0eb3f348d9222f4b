/**
 * The cache of images, layers and repositories. An entry's name holds the fingerprint of its contents, and an entry is
 * complete or absent.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { killGroup, makeGroup, removeEmptyGroup } from "./control-groups.ts";
import { type CommandOptions, type CommandResult, run } from "./command.ts";
import { makeFolder } from "./file-modes.ts";
import { withLock } from "./lock.ts";
import { cacheFolder } from "./paths.ts";
import type { Progress } from "./progress.ts";

/** The arguments of the function that builds an entry of the cache. */
export interface Build {
  /** An empty folder to fill. */
  readonly folder: string;
  readonly progress: Progress;
  /** Runs a command in a mount namespace and a control group that end with the build. */
  readonly run: (argv: readonly string[], options?: CommandOptions) => Promise<CommandResult>;
}

const buildsGroup = "troupe-lab-build";

/** Returns the first 16 hexadecimal digits of the data's SHA-256 hash. */
export function fingerprint(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex").slice(0, 16);
}

/**
 * Returns the folder `name` of the cache, built first if it is absent. If several processes ask at once, one of them
 * builds and the others wait. An entry that a killed process left incomplete is discarded, with the processes of that
 * build.
 */
export async function cached(
  name: string,
  progress: Progress,
  build: (build: Build) => Promise<void>,
): Promise<string> {
  const folder = join(cacheFolder(), name);
  if (existsSync(folder)) return folder;
  await withLock(
    join(cacheFolder(), "locks", name),
    progress,
    `waiting for another process that builds ${name}`,
    async () => {
      if (existsSync(folder)) return;
      const partial = `${folder}.partial`;
      const group = join(buildsGroup, name);
      const discard = async () => {
        await killGroup(group);
        await removeEmptyGroup(buildsGroup);
        await rm(partial, { recursive: true, force: true });
      };
      await discard();
      await makeFolder(partial);
      try {
        const enter = await makeGroup(group);
        await build({ folder: partial, progress, run: (argv, options) => run(contained(enter, argv), options) });
        await killGroup(group);
        await run(["sync", "--file-system", partial]); // so that a crash of the machine cannot leave a complete name with incomplete contents
        await rename(partial, folder);
      } finally {
        await discard();
      }
    },
  );
  return folder;
}

function contained(enter: readonly string[], argv: readonly string[]): readonly string[] {
  const script = `while [ "$1" != -- ]; do echo 0 > "$1" || exit; shift; done; shift; exec unshare --mount --propagation slave "$@"`;
  return ["sh", "-c", script, "sh", ...enter, "--", ...argv];
}
