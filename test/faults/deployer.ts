/** A deployer in front of a simulated machine: the verbs in their order, and the time that passes without it. */
import { gzipSync } from "node:zlib";
import { generationArchive } from "../../packages/linux/src/agent/generation-archive.ts";
import { adopted, generation, type GenerationName } from "./generations.ts";
import type { Answer, Machine } from "./machine.ts";

/** A generation, or the machine before Troupe. */
export type Place = GenerationName | "none";

export const idOf = (place: Place): string => (place === "none" ? "-" : generation(place).id);

/** Seconds for units, and for the confirmation. */
const limits = ["60", "60", "ann"];

const archives = new Map<GenerationName, Uint8Array>();
function archiveOf(name: GenerationName): Uint8Array {
  const archive =
    archives.get(name) ?? gzipSync(generationArchive(generation(name), { version: 1, entries: {}, contributors: {} }));
  archives.set(name, archive);
  return archive;
}

export const stage = (machine: Machine, to: GenerationName): Promise<Answer> =>
  machine.ask("stage", [idOf(to), "archive"], archiveOf(to));
export const switchTo = (machine: Machine, to: Place, from: Place): Promise<Answer> =>
  machine.ask(
    "switch",
    [idOf(to), idOf(from), ...limits],
    ((to === "none" ? undefined : adopted[to]) ?? []).map((target) => `${target}\n`).join(""),
  );
export const confirm = (machine: Machine, to: Place): Promise<Answer> => machine.ask("confirm", [idOf(to)]);
export const probe = (machine: Machine, wanted: string): Promise<Answer> => machine.ask("probe", [wanted]);

/** Runs all verbs of an apply. Returns the fields of the last line that the machine said. */
export async function apply(machine: Machine, to: GenerationName, from: Place): Promise<readonly string[]> {
  const staged = await stage(machine, to);
  if (staged.reply?.end?.[0] !== "staged") return staged.reply?.end ?? ["lost", staged.stdout + staged.stderr];
  const switched = await switchTo(machine, to, from);
  if (switched.reply?.end?.[0] !== "pending") return switched.reply?.end ?? ["lost", switched.stdout + switched.stderr];
  const confirmed = await confirm(machine, to);
  return confirmed.reply?.end ?? ["lost", confirmed.stdout + confirmed.stderr];
}

/** Lets time pass until no timer is left, or ten have fired. */
export async function waitForTimers(machine: Machine): Promise<number> {
  let fired = 0;
  while (fired < 10 && (await machine.fireTimer())) fired++;
  return fired;
}
