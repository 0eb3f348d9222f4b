/** For tests: `troupe build --toybox FOLDER`. */
import { resolve } from "node:path";
import type { BuildFlag } from "../../../deploy/model/platform.ts";
import { writeWhole } from "../../../files/write-whole.ts";
import { count } from "../../../text/text.ts";

/** Writes the text of every toy to a file. */
export const writeToybox: BuildFlag["write"] = async ({ cwd }, { evaluated }, folder) => {
  const toys = [...evaluated.inventory.machines.values()].filter((machine) => machine.class === "toy");
  const files = toys.map(
    ({ name }) => [name, { content: Buffer.from(String(evaluated.machine(name).evaluation.config["text"])) }] as const,
  );
  await writeWhole(resolve(cwd, folder), new Map(files));
  return { json: { toys: toys.map(({ name }) => name) }, text: `Wrote ${count(toys.length, "toy")}.`, diagnostics: [] };
};
