/**
 * Loads and evaluates a project again whenever its files change. Of its modules, only changed ones and their importers
 * are loaded again.
 */
import { existsSync, realpathSync } from "node:fs";
import type { InventorySource } from "@troupe/core";
import { type Diagnostic, isTroupeError } from "@troupe/modules";
import { endlessAwait, endlessCode } from "../diagnostics.ts";
import { loadProject, projectFiles } from "../load.ts";
import { modulesBelow, outdateModules, recordContents, takeNewModules } from "../module-graph.ts";
import { runWithWatchdog } from "../runaway/watchdog.ts";
import { watchFiles } from "./file-watcher.ts";

/**
 * Evaluates the sources of a project. Objects of modules that were not loaded again are the same in `sources` as they
 * were for `previous`. The caller must not use `previous` afterwards.
 */
export type EvaluationStep<T> = (previous: T | undefined, sources: readonly InventorySource[]) => T;

/** The outcome of one evaluation of a watched project. */
export interface Round<T> {
  /** The absolute paths of the files whose changes caused the round; empty in the first round. */
  readonly changed: readonly string[];
  /** The absolute paths of the existing files that are watched until the next round. */
  readonly files: readonly string[];
  /** Undefined if the project could not be loaded, or if its code did not end. */
  readonly result: T | undefined;
  /** The reasons for a missing result. */
  readonly diagnostics: readonly Diagnostic[];
  readonly milliseconds: number;
}

/**
 * Yields a round for the project in a folder, then one whenever its files have changed: `troupe.ts` and all modules
 * below it that are not in packages, `inventory.json` and the modules among its `inputs`. A change of `inventory.json`
 * alone loads no module again but those that import it. Ends when the signal is aborted. A process can watch one
 * project at a time.
 *
 * @example no-run: it waits for changes
 * const { signal } = new AbortController();
 * for await (const { changed, result } of watchProject(".", (_previous, sources) => sources.length, { signal })) console.log(changed, result);
 */
export async function* watchProject<T>(
  folder: string,
  step: EvaluationStep<T>,
  { signal }: { readonly signal: AbortSignal },
): AsyncIterable<Round<T>> {
  const contents = recordContents();
  const { scripts, json } = projectFiles(folder);
  using watcher = watchFiles(signal);
  let watched: ReadonlySet<string> = new Set([...scripts, json]);
  watcher.follow(watched);
  let previous: T | undefined;
  let failedModules: ReadonlySet<string> = new Set();
  let changed: readonly string[] = [];
  for (; !signal.aborted; changed = await watcher.changed()) {
    const began = performance.now();
    outdateModules([...changed.flatMap(withTarget), ...failedModules]);
    takeNewModules();
    contents.clear();
    let diagnostics: readonly Diagnostic[] = [];
    let result: T | undefined;
    try {
      result = await runWithWatchdog(async () => step(previous, (await loadProject(folder)).sources));
      previous = result;
      failedModules = new Set();
    } catch (error) {
      if (!isTroupeError(error)) throw error;
      ({ diagnostics } = error);
      const isAbandoned = diagnostics.some(({ code }) => code === endlessCode.code || code === endlessAwait.code);
      // Node memoizes that a module cannot be loaded, so the module must be outdated before the next try. Code that was
      // terminated may have left any state of any module inconsistent.
      failedModules = new Set([...failedModules, ...takeNewModules(), ...(isAbandoned ? watched : [])]);
      if (isAbandoned) previous = undefined;
    }
    const current = [...scripts, json].flatMap((file) => [file, ...withTarget(file).flatMap(modulesBelow)]);
    // The imports of a broken module are unknown, so the files of the previous round stay watched.
    watched = new Set(result === undefined ? [...watched, ...current] : current);
    watcher.follow(watched, contents);
    yield {
      changed,
      files: [...watched].filter((file) => existsSync(file)),
      result,
      diagnostics,
      milliseconds: performance.now() - began,
    };
  }
}

/** Returns a file and the target of a symbolic link, because Node knows a module by the target. */
function withTarget(file: string): readonly string[] {
  try {
    const target = realpathSync(file);
    return target === file ? [file] : [file, target];
  } catch {
    return [file];
  }
}
