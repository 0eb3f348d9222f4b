/** `troupe check`: evaluates everything and contacts no machine. */
import { resolve } from "node:path";
import type { Evaluated } from "@troupe/core";
import { type Diagnostic, fail } from "@troupe/modules";
import { checkProject } from "../../project/check.ts";
import { defineCommand } from "../command.ts";
import { type Outcome, runCommand } from "../run-command.ts";
import { exclusiveFlags } from "../diagnostics.ts";
import { hasErrors } from "../render/diagnostics.ts";
import { count, duration } from "../../text/text.ts";
import type { CliContext } from "../terminal.ts";

export const command = defineCommand({
  brief: "Check the whole project without contacting a machine",
  uses: [{ usage: "check", example: "check", guide: "check-and-explain" }],
  flags: {
    pure: {
      kind: "boolean",
      default: false,
      brief: "Evaluate everything twice, in different surroundings, and show what differs",
    },
    watch: {
      kind: "boolean",
      default: false,
      brief: "Check again whenever a file of the project changes, and show what that changes",
    },
  },
  async run(context, flags) {
    const folder = resolve(context.cwd, flags.directory);
    if (flags.watch && !flags.pure) return (await import("./check-watch.ts")).checkWatching(context, flags, folder);
    await runCommand(context, flags, async () => {
      if (flags.watch)
        fail(exclusiveFlags, {
          flags: ["--watch", "--pure"],
          hint: "troupe check --pure is for once in a while, and for CI.",
        });
      return flags.pure ? checkTwice(context, folder) : checkOnce(context, folder);
    });
  },
});

async function checkOnce(context: CliContext, folder: string): Promise<Outcome> {
  return (await checked(context, folder)).outcome;
}

async function checkTwice(context: CliContext, folder: string): Promise<Outcome> {
  const { startSecondEvaluation } = await import("../../project/purity/comparison.ts");
  const { impurities } = await import("../../project/purity/causes.ts");
  using second = startSecondEvaluation(folder);
  const { evaluated, outcome, good } = await checked(context, folder, { keep: true });
  if (!good) return outcome;
  const began = performance.now();
  const { differences, diagnostics } = await second.compare(evaluated);
  const impure: readonly Diagnostic[] = [...diagnostics, ...impurities(evaluated, differences)];
  const pure = impure.length === 0;
  const purity = `${context.terminal.style("good", "✓")} Evaluated once more in different surroundings: nothing differs (${duration(performance.now() - began)})`;
  return {
    ...outcome,
    json: { ...outcome.json, pure },
    text: pure ? `${outcome.text}\n${purity}` : "",
    diagnostics: [...(outcome.diagnostics ?? []), ...impure],
  };
}

async function checked(
  { terminal }: CliContext,
  directory: string,
  how?: { readonly keep: boolean },
): Promise<{ readonly evaluated: Evaluated; readonly outcome: Outcome; readonly good: boolean }> {
  const began = performance.now();
  const { folder, evaluated, diagnostics } = await checkProject(directory, how);
  const good = !hasErrors(diagnostics);
  const services = evaluated.services();
  const counts = {
    machines: evaluated.inventory.machines.size,
    services: services.length,
    instances: services.reduce((sum, service) => sum + service.instances.length, 0),
    exports: good ? evaluated.exports.keys().length : 0,
  };
  const summary = [
    count(counts.machines, "machine"),
    count(counts.services, "service"),
    count(counts.instances, "instance"),
    count(counts.exports, "export"),
  ].join(", ");
  const text = good
    ? `${terminal.style("good", "✓")} ${summary}: no errors (${duration(performance.now() - began)})`
    : "";
  return { evaluated, good, outcome: { json: { counts }, text, diagnostics, folder } };
}
