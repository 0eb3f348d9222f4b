/** Evaluates one inventory case: as an inventory of Troupe, whose result is put into the form of the cases. */
import { type Evaluated, evaluateInventory } from "@troupe/core";
import { type Diagnostic, isPlainObject, TroupeError } from "@troupe/modules";
import { whnf } from "@troupe/modules/internal";
import type { Expected, Outcome } from "../format.ts";
import type { Scope } from "../modules/expression.ts";
import { failMissing } from "../modules/failures.ts";
import { forceInOrder } from "../modules/values.ts";
import type { InventoryInput, Query } from "./case.ts";
import { isFailure, outcomeOf } from "./failures.ts";
import { byNames } from "./lazy.ts";
import { classes } from "./machine.ts";
import { outlineOf } from "./outline.ts";
import { sectionsOf } from "./results.ts";
import type { Recorded, Translation } from "./services.ts";
import { sourcesOf, writtenDefinitions } from "./sources.ts";

export type { InventoryInput } from "./case.ts";

export function runInventoryCase(input: InventoryInput): Outcome {
  const scope: Scope = { levels: [], library: input.library ?? {} };
  const calls: Recorded[] = [];
  const errors: unknown[] = [];
  let evaluated: Evaluated | undefined;
  return outcomeOf(
    () => {
      const translation: Translation = {
        input,
        scope,
        record: (call) => calls.push(call),
        failed: (error) => errors.push(error),
        evaluated: () => evaluated!,
      };
      const definitions = writtenDefinitions(input.inventory, scope);
      const outline = outlineOf(
        { definitions, tagsModule: input.tagsModule, machines: Object.keys(input.machines ?? {}) },
        scope,
      );
      const known = evaluateInventory(sourcesOf(definitions, outline, translation), { classes });
      evaluated = known;
      // Asking which exports there are runs every call.
      const run =
        <T>(made: readonly T[]) =>
        () => (known.exports.keys(), made);
      const sections = sectionsOf({ evaluated: known, outline, calls: run(calls), errors: run(errors), input, scope });
      return { ok: answer(sections, input.query, known), warnings: unknownTags(known) };
    },
    () => evaluated,
  );
}

function answer(sections: Readonly<Record<string, unknown>>, query: Query | undefined, evaluated: Evaluated): unknown {
  if (query === undefined) {
    const whole = forceInOrder(sections);
    const problem = evaluated.diagnostics().find(isFailure);
    if (problem !== undefined) throw new TroupeError([problem]);
    return whole;
  }
  // Whoever looks at all services looks at every problem, as with the checks; at one of them, at its own.
  const whole = "pick" in query ? query.pick : "path" in query && query.path.length === 1 ? query.path : [];
  if (whole.includes("services")) void sections["cliChecks"];
  if ("pick" in query) return forceInOrder(byNames(query.pick, (name) => sections[name]));
  if ("path" in query) return forceInOrder(follow(sections, query.path));
  if ("perMachine" in query) {
    const [id, machine, ...path] = query.perMachine;
    return forceInOrder(follow(sections, ["services", id, "perMachine", machine, ...path]));
  }
  const [id, role, instance, machine, ...path] = query.perInstance;
  const calls = follow(sections, ["services", id, "perInstance"]) as readonly Readonly<Record<string, string>>[];
  const call = calls.find(
    (each) => each["role"] === role && each["instance"] === instance && each["machine"] === machine,
  );
  return call === undefined ? failMissing(machine) : forceInOrder(follow(call["args"], path));
}

function follow(start: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => {
    const known = whnf(value);
    return isPlainObject(known) && Object.hasOwn(known, name) ? known[name] : failMissing(name);
  }, start);
}

/** Tags that roles name and no machine carries. */
function unknownTags({ inventory }: Evaluated): readonly object[] {
  return inventory.diagnostics
    .filter(({ code }) => code === "TRP2002")
    .map(({ marks }: Diagnostic) => {
      const [, instance, , role, , tag] = marks[0]!.site.pointer!;
      return { kind: "unknown-tag", instance, role, tag };
    });
}

/** What is expected, with the ids of failed checks alone: their wording is Clan's. */
export function withoutMessages(expected: Expected): Expected {
  const isCheck = (value: unknown): value is { readonly id: string } =>
    isPlainObject(value) && Object.keys(value).join() === "id,message,severity";
  const shorten = (_: string, value: unknown): unknown => (isCheck(value) ? { id: value.id } : value);
  return "ok" in expected ? { ...expected, ok: JSON.parse(JSON.stringify(expected.ok), shorten) } : expected;
}
