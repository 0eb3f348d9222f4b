/** `explain`: where a value comes from, down to the lines that people wrote. */
import { fail, type OptionsView, showPath } from "@troupe/modules";
import type { Evaluated } from "../model/evaluation.ts";
import { readData, tryRead } from "./data.ts";
import { chainOf, originsOf } from "./contributors.ts";
import { definitionsOf, fieldsOf, isSet, type Origin, withConflicts } from "./definitions.ts";
import { unknownPath } from "./diagnostics.ts";
import type { ExplainSubject, Explanation } from "./explanation.ts";
import { findValue, type Found, isOptionInfo } from "./path-lookup.ts";
import { exportOrigin, machineOrigin, settingsOrigin } from "./origins.ts";
import { parsePath, type PathPart } from "./path.ts";
import { findSubject } from "./subject.ts";

/**
 * Explains a value: all its definitions and what became of them, and the chain of exports behind them.
 *
 * `subject` is a machine, `INSTANCE/ROLE`, `INSTANCE/ROLE/MACHINE` (then the path begins with `settings`), or the scope
 * of an export. The path is written as messages print it: `environment.etc."a.conf".text`; without one everything that
 * is set is listed.
 *
 * Reads of exports are known for a call as a whole, as far as it has been evaluated, and not for each value that it
 * makes.
 *
 * @throws TRP2601 to TRP2604 for names and paths that do not exist
 * @example
 * const inventory = defineInventory({ machines: { alice: { module: { motd: "Hello" } } } });
 * const classes = [{ name: "toy", result: "toyModule" as const, modules: [{ options: { motd: option(t.str, { default: "" }) } }] }];
 * const { value, definitions } = explain(evaluateInventory(inventory, { classes }), "alice", "motd");
 * value; // => "Hello"
 * definitions.map(({ value, strength, outcome }) => [value, strength, outcome]);
 * // => [["", "option default", "overridden"], ["Hello", "plain", "wins"]]
 */
export function explain(evaluated: Evaluated, subject: string, path?: string): Explanation {
  const about = findSubject(evaluated, subject);
  const asked = path === undefined ? [] : parsePath(path);
  const { origin, root, prefix, parts } = start(evaluated, about, asked, subject);
  const found = findValue(origin.evaluation, root, parts, { subject, prefix });
  const { value, problems } = readData(found.read);
  const group = groupOf(found);
  const definitions =
    group === undefined
      ? withConflicts(definitionsOf(origin, found.path), found.path, [...found.problems, ...problems])
      : [];
  const written = (at: readonly string[]) => [...prefix, ...at.slice(root.length)];
  const fields =
    group === undefined
      ? []
      : fieldsOf(origin, group, found.path).filter((field) => about.kind !== "machine" || isSet(field));
  const origins = originsOf([...definitions, ...fields.flatMap((field) => field.definitions)]);
  return {
    subject: about,
    path: written(found.path),
    value,
    ...optionOf(found),
    definitions,
    fields: fields.map((field) => ({ ...field, path: written(field.path) })),
    ...chainOf(evaluated, origins),
    problems: [...found.problems, ...problems],
  };
}

interface Start {
  readonly origin: Origin;
  /** The path in the evaluation at which the written path begins. */
  readonly root: readonly string[];
  /** The written parts before the part that is looked up. */
  readonly prefix: readonly string[];
  readonly parts: readonly PathPart[];
}

function start(evaluated: Evaluated, about: ExplainSubject, parts: readonly PathPart[], subject: string): Start {
  if (about.kind === "machine") return { origin: machineOrigin(evaluated, about.machine), root: [], prefix: [], parts };
  if (about.kind === "export") {
    // Reading the value records the reads of its writers, which the chain shows.
    tryRead(() => evaluated.exports.value(about.scope));
    return {
      origin: exportOrigin(evaluated, about.scope),
      root: evaluated.exports.root(about.scope),
      prefix: [],
      parts,
    };
  }
  const [first, ...rest] = parts;
  if (first !== undefined && first.name !== "settings") {
    const path = showPath([first.name]);
    fail(unknownPath, { subject, path, within: "" }, { hint: `Settings are below \`settings\`: settings.${path}` });
  }
  return { origin: settingsOrigin(evaluated, about)!, root: [], prefix: ["settings"], parts: rest };
}

function groupOf({ declared }: Found): OptionsView | undefined {
  return declared === undefined || isOptionInfo(declared) ? undefined : declared;
}

function optionOf({ declared }: Found): Pick<Explanation, "option"> {
  if (declared === undefined || !isOptionInfo(declared)) return {};
  const { type, option } = declared;
  return {
    option: { type: type.words.one, ...(option.description !== undefined && { description: option.description }) },
  };
}
