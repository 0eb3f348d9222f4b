/** An `await` at the top level of a module that waits for ever: Node would end without a word, or not at all. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { setImmediate } from "node:timers/promises";
import { diagnose, type Site, TroupeError } from "@troupe/modules";
import type { Node } from "acorn";
import { stalled } from "../diagnostics.ts";
import { currentUrl, modulesBelow } from "../modules.ts";
import { parseTypeScript, visit } from "../parse.ts";
import { timeLimit } from "./time-limit.ts";

/** Time is counted in these, so that a process that was suspended has not used any. */
const ticks = 20;

/**
 * The exports of a module that is being imported.
 *
 * @throws TRP4010 if it waits for ever, or for longer than the limit
 */
export async function unlessStalled<T>(file: string, importing: Promise<T>): Promise<T> {
  const limit = timeLimit();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const fail = (seconds?: number) => stalledError(file, seconds).then(reject, reject);
  const idle = () => fail();
  let left = ticks;
  const timer = limit === undefined ? undefined : setInterval(() => --left === 0 && fail(limit), (limit * 1000) / ticks).unref();
  // Nothing is left to do, and the module still waits.
  process.once("beforeExit", idle);
  importing.then(resolve, reject);
  try {
    return await promise;
  } finally {
    clearInterval(timer);
    process.off("beforeExit", idle);
  }
}

async function stalledError(root: string, seconds: number | undefined): Promise<TroupeError> {
  for (const file of modulesBelow(root)) {
    if (!(await isPending(file))) continue;
    const sites = topLevelAwaits(file);
    return new TroupeError([
      diagnose(stalled, { file: basename(file), seconds }, { marks: (sites.length > 0 ? sites : [{ file }]).map((site) => ({ site })) }),
    ]);
  }
  return new TroupeError([diagnose(stalled, { file: basename(root), seconds }, { marks: [{ site: { file: root } }] })]);
}

/** True for a module that has begun to run and is not done. */
async function isPending(file: string): Promise<boolean> {
  const done = () => false;
  return Promise.race([import(currentUrl(file)).then(done, done), later()]);
}

/** Late enough for everything that only has to be passed on. */
async function later(): Promise<true> {
  for (let turn = 0; turn < 5; turn++) await setImmediate();
  return true;
}

/** The places of all `await`s of a file that stand outside of functions. */
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
  node.type === "AwaitExpression" || (node.type === "ForOfStatement" && (node as Node & { readonly await: boolean }).await);
