/** Recordings of scenarios, kept between runs as long as nothing that they depend on has changed. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { generation } from "./generations.ts";
import type { Initial } from "./initial.ts";
import type { Scenario } from "./scenario.ts";
import { nameOf } from "./tree.ts";

const folder = join(import.meta.dirname, "../../node_modules/.cache/faults");

function fileOf(initial: Initial, script: string, name: string): string {
  const hash = createHash("sha256").update(script).update(nameOf(initial.disk));
  for (const place of ["A", "B", "ill"] as const) hash.update(generation(place).id);
  for (const source of [".", "machine"])
    for (const file of readdirSync(join(import.meta.dirname, source)).toSorted())
      if (/\.sh$|^(machine|tree|scenario|observe|deployer|generations|initial)\.ts$/.test(file))
        hash.update(readFileSync(join(import.meta.dirname, source, file)));
  return join(folder, `${name.replaceAll(" ", "-")}-${hash.digest("hex").slice(0, 24)}`);
}

/** Returns the recording of an earlier run, or undefined. */
export function readCache(initial: Initial, script: string, name: string): Scenario | undefined {
  try {
    return deserialize(readFileSync(fileOf(initial, script, name))) as Scenario;
  } catch {
    return undefined;
  }
}

/** Keeps a recording, and removes recordings that are older than a day. */
export function writeCache(initial: Initial, script: string, scenario: Scenario): void {
  const file = fileOf(initial, script, scenario.name);
  mkdirSync(folder, { recursive: true });
  for (const other of readdirSync(folder))
    if (Date.now() - statSync(join(folder, other)).mtimeMs > 86_400_000) rmSync(join(folder, other));
  writeFileSync(`${file}.${process.pid}`, serialize(scenario));
  renameSync(`${file}.${process.pid}`, file);
}
