/** A project that is loaded and evaluated again whenever its files change; of its modules, only those that a change reaches. */
import { existsSync, realpathSync } from "node:fs";
import type { InventorySource } from "@troupe/core";
import { type Diagnostic, isTroupeError } from "@troupe/modules";
import { endless, stalled } from "../diagnostics.ts";
import { loadProject, projectFiles } from "../load.ts";
import { modulesBelow, newModules, outdate, recordContents } from "../modules.ts";
import { stoppable } from "../runaway/watchdog.ts";
import { watchFiles } from "./watch-files.ts";

/**
 * Makes of a project's sources what it comes to. What belongs to modules that were not loaded again is the same object in `sources` as it
 * was for `previous`, which must not be used any more afterwards.
 */
export type EvaluationStep<T> = (previous: T | undefined, sources: readonly InventorySource[]) => T;

/** What one look at a project came to. */
export interface Round<T> {
  /** The files that made it necessary, absolute; none for the first one. */
  readonly changed: readonly string[];
  /** The files that are watched from now on, as far as there are such. */
  readonly files: readonly string[];
  /** Undefined if the project could not be loaded, or its code did not come to an end. */
  readonly result: T | undefined;
  /** Why there is no result. */
  readonly diagnostics: readonly Diagnostic[];
  readonly milliseconds: number;
}

/**
 * The project in a folder, each time that its files have changed: `troupe.ts` and all modules below it that are not in packages,
 * `inventory.json` and the modules among its `inputs`. A change of `inventory.json` alone loads no module again that does not import it.
 * Ends when the signal is aborted. One at a time in a process.
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
  using files = watchFiles(signal);
  let watched: ReadonlySet<string> = new Set([...scripts, json]);
  files.follow(watched);
  let previous: T | undefined;
  let unsound: ReadonlySet<string> = new Set();
  let changed: readonly string[] = [];
  for (; !signal.aborted; changed = await files.changed()) {
    const began = performance.now();
    outdate([...changed.flatMap(withTarget), ...unsound]);
    newModules();
    contents.clear();
    let diagnostics: readonly Diagnostic[] = [];
    let result: T | undefined;
    try {
      result = await stoppable(async () => step(previous, (await loadProject(folder)).sources));
      previous = result;
      unsound = new Set();
    } catch (error) {
      if (!isTroupeError(error)) throw error;
      ({ diagnostics } = error);
      const stopped = diagnostics.some(({ code }) => code === endless.code || code === stalled.code);
      // What could not be loaded stays so in Node's memory. And nobody knows what was left half done where something was stopped.
      unsound = new Set([...unsound, ...newModules(), ...(stopped ? watched : [])]);
      if (stopped) previous = undefined;
    }
    const now = [...scripts, json].flatMap((file) => [file, ...withTarget(file).flatMap(modulesBelow)]);
    // What a broken module imports is not known now.
    watched = new Set(result === undefined ? [...watched, ...now] : now);
    files.follow(watched, contents);
    yield { changed, files: [...watched].filter((file) => existsSync(file)), result, diagnostics, milliseconds: performance.now() - began };
  }
}

/** A file, and what it is a link to: modules are known by that. */
function withTarget(file: string): readonly string[] {
  try {
    const target = realpathSync(file);
    return target === file ? [file] : [file, target];
  } catch {
    return [file];
  }
}
