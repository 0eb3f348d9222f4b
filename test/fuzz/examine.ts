/** Everything that may be asked of an evaluation, asked. Nothing but diagnostics may come out of it. */
import { isDeepStrictEqual } from "node:util";
import {
  type Evaluated,
  evaluateInventory,
  explain,
  exportsGraph,
  interfaceSchema,
  inventorySchema,
} from "@troupe/core";
import { type Diagnostic, force, formatDiagnostic, isTroupeError, showPath } from "@troupe/modules";
import type { Choose } from "./choose.ts";
import { oddName } from "./odd.ts";
import { classes } from "./platform.ts";
import type { Program } from "./program.ts";

/** What is known about an inventory once it has been examined. */
export interface Examined {
  readonly problems: readonly Diagnostic[];
  /** Problems with questions about it. */
  readonly answers: readonly Diagnostic[];
  readonly machines: number;
}

/**
 * Evaluates, asks, and returns the problems that the inventory has. Throws if something else than a diagnostic comes
 * out.
 */
export function examine({ sources, same }: Program, c: Choose): Examined {
  const evaluated = evaluateInventory(sources, { classes });
  const { inventory, exports } = evaluated;
  const problems = evaluated.diagnostics();
  for (const problem of problems) checkProblem(problem);
  if (c.chance(10)) checkSame(evaluated, evaluateInventory(sources, { classes }), formatDiagnostic);
  if (same !== undefined)
    checkSame(evaluated, evaluateInventory(same, { classes }), (problem) =>
      formatDiagnostic({ ...problem, marks: [] }),
    );

  // What has no problems has values.
  const isSound = problems.every(({ blocks }) => blocks !== "evaluation");
  const answers: Diagnostic[] = [];
  const mayAsk = (read: () => unknown) => answers.push(...problemsOf(read));
  const ask = (read: () => unknown) => {
    const found = problemsOf(read);
    if (isSound && found.length > 0)
      throw new Error(`diagnostics() is silent about this:\n${found.map(formatDiagnostic).join("\n")}`);
  };
  for (const each of evaluated.eachMachine()) {
    ask(() => force(each.evaluation.config));
    ask(() => JSON.stringify(each.contributors()));
    ask(() => each.platformModules());
    ask(() => each.evaluation.definitionsAt(["lines"]));
  }
  for (const key of exports.keys()) ask(() => force(exports.value(key)));
  for (const service of evaluated.services()) {
    for (const { name, roles } of service.instances) {
      for (const role of roles.values()) {
        const settings = evaluated.settings(name, role.name);
        mayAsk(() => force(settings?.config));
        for (const member of role.members.slice(0, 3))
          ask(() => force(evaluated.settings(name, role.name, member)!.config));
      }
    }
  }
  c.times(2, 6, () => mayAsk(() => explainSomething(evaluated, c)));
  for (const level of ["service", "instance", "machine"] as const)
    mayAsk(() => JSON.stringify(exportsGraph(evaluated, level)));
  mayAsk(() => JSON.stringify(inventorySchema(inventory, { classes: classes.map(({ name }) => name) })));
  for (const { definition } of inventory.offered())
    for (const { interface: declared = {} } of Object.values(definition.roles ?? {}))
      mayAsk(() => interfaceSchema(declared, inventory.meta));
  return { problems, answers, machines: inventory.machines.size };
}

/** The problems with reading something. */
function problemsOf(read: () => unknown): readonly Diagnostic[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    for (const problem of error.diagnostics) checkProblem(problem);
    return error.diagnostics;
  }
}

/** A problem can be printed and written as JSON, and says something. */
function checkProblem(problem: Diagnostic): void {
  const printed = formatDiagnostic(problem);
  JSON.stringify(problem);
  if (problem.message.includes("[object ")) throw new Error(`This message is about nothing:\n${printed}`);
}

/** Whoever evaluates the same again is told the same. */
function checkSame(one: Evaluated, other: Evaluated, print: (problem: Diagnostic) => string): void {
  const [first, second] = [one, other].map((each) => each.diagnostics().map(print).join("\n\n"));
  if (first !== second)
    throw new Error(`Evaluated again, the problems are others:\n${first}\n\n-- and then --\n\n${second}`);
  if (first !== "") return;
  for (const name of one.inventory.machines.keys()) {
    const [before, after] = [one, other].map((each) => force(each.machine(name).evaluation.config));
    if (!isDeepStrictEqual(before, after))
      throw new Error(`Evaluated again, machine ${name} is configured in another way.`);
  }
  if (one.exports.keys().join("\n") !== other.exports.keys().join("\n"))
    throw new Error("Evaluated again, there are other exports.");
}

function explainSomething(evaluated: Evaluated, c: Choose): void {
  const { inventory, exports } = evaluated;
  const memberships = evaluated
    .services()
    .flatMap(({ instances }) => instances)
    .flatMap(({ name, roles }) =>
      [...roles.values()].flatMap((role) => [
        `${name}/${role.name}`,
        ...role.members.map((member) => `${name}/${role.name}/${member}`),
      ]),
    );
  const subjects = [[...inventory.machines.keys()], memberships, exports.keys()].filter((list) => list.length > 0);
  const known = subjects.length === 0 || c.chance(10) ? oddName(c) : c.among(c.among(subjects));
  const subject = c.chance(5) ? `${known}/${c.among([...inventory.machines.keys(), "ghost"])}` : known;
  const { fields } = explain(evaluated, subject);
  const path = c.chance(20)
    ? oddName(c)
    : c.chance(30) || fields.length === 0
      ? c.among(paths)
      : showPath(c.among(fields).path);
  JSON.stringify(explain(evaluated, subject, path));
}

const paths = [
  "lines",
  "files",
  "files.motd.text",
  "unit.after",
  "any.a",
  "lines[0]",
  "settings",
  "settings.port",
  "a.b[",
  "_module",
  "port",
];
