/** Things built once for all labs: a name says exactly what is inside, and either all of it is there or nothing. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { killGroup, makeGroup, removeEmptyGroup } from "./cgroups.ts";
import { type CommandOptions, type CommandResult, run } from "./command.ts";
import { makeFolder } from "./folders.ts";
import { withLock } from "./lock.ts";
import { cacheFolder } from "./paths.ts";
import type { Progress } from "./progress.ts";

/** What a builder is given. */
export interface Build {
  /** An empty folder to fill. */
  readonly folder: string;
  readonly progress: Progress;
  /** Runs a command in a mount namespace and a control group that do not outlive the build. */
  readonly run: (argv: readonly string[], options?: CommandOptions) => Promise<CommandResult>;
}

const buildsGroup = "troupe-lab-build";

/** The same few characters for the same data, different ones for different data. */
export function fingerprint(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex").slice(0, 16);
}

/**
 * The folder `name` of the cache, built first if it is not there. Several processes may ask at once: one builds, the others
 * wait. What a killed process left half-built is ended and thrown away.
 */
export async function cached(name: string, progress: Progress, build: (build: Build) => Promise<void>): Promise<string> {
  const folder = join(cacheFolder(), name);
  if (existsSync(folder)) return folder;
  await withLock(join(cacheFolder(), "locks", name), progress, `waiting for another process that builds ${name}`, async () => {
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
      await run(["sync", "--file-system", partial]); // a machine that crashes must not leave a whole name with half the bytes
      await rename(partial, folder);
    } finally {
      await discard();
    }
  });
  return folder;
}

function contained(enter: readonly string[], argv: readonly string[]): readonly string[] {
  const script = `while [ "$1" != -- ]; do echo 0 > "$1" || exit; shift; done; shift; exec unshare --mount --propagation slave "$@"`;
  return ["sh", "-c", script, "sh", ...enter, "--", ...argv];
}
