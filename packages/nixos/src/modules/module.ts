/** Generated modules: the definitions of one contributor to a machine, as a Nix file. */
import { fail, isPlainObject, kindOf, type Site } from "@troupe/modules";
import { rememberedSite, tagOf, whnf } from "@troupe/modules/internal";
import { type Misuse, misusedValue, noModule } from "../diagnostics.ts";
import { functionSource } from "../expression/function-source.ts";
import { expressionOf } from "../expression/expression.ts";
import { formalArguments, formalsText } from "../expression/functions.ts";
import { attempt, isMisusing, refuseSource } from "../expression/source-check.ts";
import { outerArgument } from "../expression/nodes.ts";
import { recordIn, startRecording } from "../expression/recording.ts";
import { argument, type NixValue } from "../expression/nix-value.ts";
import { guarded } from "../expression/user-code.ts";
import type { Output, Recording } from "../model/expression.ts";
import { newline } from "../printer/layout.ts";
import { startOutput } from "../printer/printer.ts";
import { writeSetLines } from "../printer/sets.ts";
import { siteOfModule } from "./nixos-module.ts";

/** A part of a module, or a whole module. */
export interface ModulePart {
  /** Definitions, a function that returns definitions, a reference to existing Nix, or a list of these. */
  readonly value: unknown;
  readonly site: Site;
  /** The part in words: "The nixosModule of instance sessions, role primary". */
  readonly description: string;
}

/** The input of {@link printModule}. */
export interface ModuleInput {
  /** The name of the module in messages of NixOS. */
  readonly name: string;
  /** Definitions besides those of the parts. */
  readonly definitions?: Readonly<Record<string, unknown>>;
  /** The place of `definitions`. */
  readonly site?: Site;
  readonly parts: readonly ModulePart[];
  /** The path from the folder of the file to the folder of the flake: `"../../"`. */
  readonly toRoot?: string;
}

/** A printed module. */
export interface PrintedModule {
  readonly text: string;
  /** The inputs of the flake that the module needs, sorted. */
  readonly inputs: readonly string[];
  /** The files of the project that the module names, by path from the folder of the flake. */
  readonly paths: readonly string[];
}

/** The largest number of unused values that are checked one by one. */
const mostChecked = 20;

/**
 * Returns a module as text.
 *
 * @throws TRP32xx for values and functions that cannot be written, and the errors of users' functions
 */
export function printModule(input: ModuleInput): PrintedModule {
  const recording = startRecording();
  const printed = recordIn(recording, () => write(input, recording));
  checkUnused(input, printed, recording);
  return printed;
}

/**
 * Reports values that a user's function read but did not use, if the module changes without such a value: JavaScript
 * then decided on the value in code whose source {@link functionSource} did not see (TRP3201).
 */
function checkUnused(input: ModuleInput, { text }: PrintedModule, { made }: Recording): void {
  let checked = 0;
  for (let index = 0; index < made.length && checked < mostChecked; index++) {
    const { used, expression } = made[index]!;
    if (used) continue;
    checked++;
    const without = startRecording(index);
    if (textWithout(input, without) === text) continue;
    const site = { ...input.parts[0]!.site, ...without.place };
    const value = expression.path?.join(".") ?? "the result of a function of Nix";
    fail<{ value: string; how: Misuse }>(misusedValue, { value, how: "branch" }, { marks: [{ site }] });
  }
}

function textWithout(input: ModuleInput, recording: Recording): string | undefined {
  try {
    return recordIn(recording, () => write(input, recording)).text;
  } catch {
    return undefined;
  }
}

function write(
  { name, definitions = {}, site = {}, parts: given, toRoot }: ModuleInput,
  recording: Recording,
): PrintedModule {
  const out = startOutput({ recording, toRoot });
  // The place of the function is more exact than the place of its service.
  const parts = given.map((part) => ({ ...part, site: { ...part.site, ...ownSite(part.value) } }));
  const bodies = parts.flatMap((part) => guarded(part.description, part.site, () => bodiesOf(part, part.value)));
  const isOne = bodies.length === 1 && Object.keys(definitions).length === 0;
  const imports =
    bodies.length === 0
      ? {}
      : { imports: bodies.map((body) => ("reference" in body ? body.reference : moduleSet(name, body))) };
  const content = isOne ? moduleSet(name, bodies[0]!) : { _file: name, ...imports, ...definitions };
  // Deferred definitions are computed when they are written, so their errors are errors of the first part.
  const [first = { description: name, site }] = parts;
  guarded(first.description, first.site, () => writeBody(out, content));
  return {
    text: flat(header(out) + out.text),
    inputs: out.inputs === undefined ? none : [...out.inputs].toSorted(),
    paths: out.paths === undefined ? none : [...out.paths].toSorted(),
  };
}

/** Writes the set of a module over several lines. */
function writeBody(out: Output, body: Readonly<Record<string, unknown>>): void {
  writeSetLines(out, body);
  newline(out);
}

function ownSite(value: unknown): Site | undefined {
  const site =
    typeof value === "function" && expressionOf(value) === undefined ? siteOfModule(value) : rememberedSite(value);
  return site?.file === undefined
    ? undefined
    : { file: site.file, line: site.line, column: site.column, pointer: undefined };
}

type Body =
  | { readonly definitions: Readonly<Record<string, unknown>> }
  | { readonly reference: unknown }
  | { readonly config: unknown };

/** A body of a module: definitions of its own, a reference to a module, or a value for `config`. */
function bodiesOf(part: ModulePart, definition: unknown): readonly Body[] {
  const value = whnf(definition);
  if (Array.isArray(value)) return value.flatMap((element: unknown) => bodiesOf(part, element));
  if (typeof value === "function") {
    const expression = expressionOf(value);
    if (expression === undefined) return bodiesOf(part, call(value as (given: unknown) => unknown));
    return [expression.isModule === true ? { reference: value } : { config: value }];
  }
  if (value instanceof Promise) void value.catch(() => undefined);
  if (!isPlainObject(value))
    return fail(noModule, { what: part.description, got: kindOf(value) }, { marks: [{ site: part.site }] });
  return [tagOf(value) === undefined ? { definitions: value } : { config: value }];
}

function moduleSet(name: string, body: Body): Readonly<Record<string, unknown>> {
  if ("definitions" in body) return { _file: name, ...body.definitions };
  return "reference" in body ? { _file: name, imports: [body.reference] } : { _file: name, config: body.config };
}

/** Calls a module function with the arguments of the printed module. */
function call(subject: (given: unknown) => unknown): unknown {
  const source = functionSource(subject);
  let place: Site | undefined;
  const given = formalArguments((name, where): NixValue => {
    place ??= where();
    return argument(outerArgument(name));
  });
  if (isMisusing(source)) {
    attempt(() => subject(given));
    refuseSource(source, place ?? siteOfModule(subject));
  }
  return subject(given);
}

const none: readonly string[] = [];

/**
 * Makes V8 flatten a concatenated string: `indexOf` needs the characters. A string that stays a tree of its parts
 * retains all of them.
 */
function flat(text: string): string {
  return text.indexOf("{") < 0 ? "" : text;
}

const note = "# Generated by Troupe. Changes will be lost.\n";

function header(out: Output): string {
  if (out.used.size === 0) return note;
  return `${note}${formalsText([...out.used].toSorted(), "")}\n`;
}
