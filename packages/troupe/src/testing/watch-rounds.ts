/** A program for tests: `watch-rounds.ts FOLDER` watches a project and prints each round as a line of JSON. */
import { basename } from "node:path";
import type { InventorySource } from "@troupe/core";
import { watchProject } from "../project/watch/project-watcher.ts";

/** A round as tests look at it. */
export interface PrintedRound {
  /** Names of files. */
  readonly changed: readonly string[];
  readonly codes: readonly string[];
  readonly sites: readonly object[];
  /** What the sources hold, without services. */
  readonly values: readonly unknown[];
  /** A number for the object that defines each service: the same object has the same number. */
  readonly services: { readonly [name: string]: number };
}

const numbers = new WeakMap<object, number>();
let last = 0;

function numberOf(value: object): number {
  if (!numbers.has(value)) numbers.set(value, ++last);
  return numbers.get(value)!;
}

for await (const { changed, diagnostics, result = [] } of watchProject(
  process.argv[2]!,
  (_previous: readonly InventorySource[] | undefined, sources) => sources,
  {
    signal: new AbortController().signal,
  },
)) {
  const values = result.map(({ value }) => value as { readonly services?: { readonly [name: string]: object } });
  const services = values.flatMap((value) => Object.entries(value.services ?? {}));
  const round: PrintedRound = {
    changed: changed.map((file) => basename(file)).toSorted(),
    codes: diagnostics.map(({ code }) => code),
    sites: diagnostics.flatMap(({ marks }) => marks.map(({ site }) => site)),
    values: values.map(({ services: _services, ...value }) => value),
    services: Object.fromEntries(services.map(([name, service]) => [name, numberOf(service)])),
  };
  console.log(JSON.stringify(round));
}
