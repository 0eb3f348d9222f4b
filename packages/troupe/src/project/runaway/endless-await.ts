/**
 * An `await` at the top level of a module that never settles. Node itself would exit without a message, or keep
 * running.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { setImmediate } from "node:timers/promises";
import { diagnose, type Site, TroupeError } from "@troupe/modules";
import type { Node } from "acorn";
import { endlessAwait } from "../diagnostics.ts";
import { currentUrl, modulesBelow, moduleRequests } from "../module-graph.ts";
import { parseTypeScript, visit } from "../parse.ts";
import { timeLimit } from "./time-limit.ts";

/** The limit is counted in ticks of a timer, so that the time in which a process is suspended does not count. */
const ticks = 20;

/**
 * Awaits the exports of a module that is being imported. The time limit starts anew with each module that the import
 * requests.
 *
 * @throws TRP4010 if an `await` of the modules does not settle: within the limit, or because the event loop is empty
 */
export async function awaitImport<T>(file: string, importing: Promise<T>): Promise<T> {
  const limit = timeLimit();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const fail = (seconds?: number) => endlessAwaitError(file, seconds).then(reject, reject);
  const failForEmptyLoop = () => fail();
  let requests = moduleRequests();
  let ticksLeft = ticks;
  const tick = () => {
    if (requests === moduleRequests()) ticksLeft--;
    else ticksLeft = ticks;
    requests = moduleRequests();
    if (ticksLeft === 0) void fail(limit);
  };
  const timer = limit === undefined ? undefined : setInterval(tick, (limit * 1000) / ticks).unref();
  process.once("beforeExit", failForEmptyLoop);
  importing.then(resolve, reject);
  try {
    return await promise;
  } finally {
    clearInterval(timer);
    process.off("beforeExit", failForEmptyLoop);
  }
}

/** Creates the error, with the `await`s of the first module in the order of evaluation that is not evaluated. */
async function endlessAwaitError(root: string, seconds: number | undefined): Promise<TroupeError> {
  for (const file of modulesBelow(root)) {
    if (!(await isPending(file))) continue;
    const sites = topLevelAwaits(file);
    const marks = (sites.length > 0 ? sites : [{ file }]).map((site) => ({ site }));
    return new TroupeError([diagnose(endlessAwait, { file: basename(file), seconds }, { marks })]);
  }
  return new TroupeError([
    diagnose(endlessAwait, { file: basename(root), seconds }, { marks: [{ site: { file: root } }] }),
  ]);
}

/** True for a module whose evaluation has begun and has not ended. */
async function isPending(file: string): Promise<boolean> {
  const done = () => false;
  return Promise.race([import(currentUrl(file)).then(done, done), afterTurns(5)]);
}

/** Resolves to true after some turns of the event loop, in which an import of an evaluated module settles. */
async function afterTurns(turns: number): Promise<true> {
  for (let turn = 0; turn < turns; turn++) await setImmediate();
  return true;
}

/** Returns the places of all `await`s of a file that are outside of functions. */
export function topLevelAwaits(file: string): readonly Site[] {
  const program = parseTypeScript(readFileSync(file, "utf8"));
  const sites: Site[] = [];
  if (program !== undefined)
    visit(program, (node) => {
      if (/Function/.test(node.type) || node.type === "PropertyDefinition") return false;
      if (isAwait(node)) sites.push({ file, line: node.loc!.start.line, column: node.loc!.start.column + 1 });
      return true;
    });
  return sites;
}

const isAwait = (node: Node): boolean =>
  node.type === "AwaitExpression" ||
  (node.type === "ForOfStatement" && (node as Node & { readonly await: boolean }).await);
