/** One generated module: what one contributor says about a machine, as a file of Nix. */
import { fail, isPlainObject, kindOf, type Site } from "@troupe/modules";
import { rememberedSite, tagOf, whnf } from "@troupe/modules/internal";
import { type Misuse, misusedValue, noModule } from "../diagnostics.ts";
import { functionSource } from "../expression/function-source.ts";
import { expressionOf } from "../expression/expression.ts";
import { attempt, checkSource, formalArguments, formalsText, isWrong } from "../expression/functions.ts";
import { outerArgument } from "../expression/nodes.ts";
import { recordIn, startRecording } from "../expression/recording.ts";
import { argument, type NixValue } from "../expression/nix-value.ts";
import { guarded } from "../expression/user-code.ts";
import type { Output, Recording } from "../model/expression.ts";
import { newline } from "../printer/layout.ts";
import { startOutput } from "../printer/printer.ts";
import { writeSetLines } from "../printer/sets.ts";
import { siteOfModule } from "./nixos-module.ts";

/** Something that becomes a module, or a part of one. */
export interface ModulePart {
  /** Definitions, a function that makes them, a reference to Nix that exists, or several of these. */
  readonly value: unknown;
  readonly site: Site;
  /** What it is in words: "The nixosModule of instance sessions, role primary". */
  readonly what: string;
}

/** What is printed. */
export interface ModuleInput {
  /** What NixOS calls it in its own messages. */
  readonly name: string;
  /** Definitions that stand in the module itself. */
  readonly definitions?: Readonly<Record<string, unknown>>;
  /** Where these were written. */
  readonly site?: Site;
  /** What it is made of besides. */
  readonly parts: readonly ModulePart[];
  /** The way from the folder of the file to the project's: "../../". */
  readonly toRoot?: string;
}

/** A module as text. */
export interface PrintedModule {
  readonly text: string;
  /** The inputs of the flake that it needs, sorted. */
  readonly inputs: readonly string[];
}

/** The most values that are looked at one by one. */
const mostLookedAt = 20;

/**
 * A module as text.
 * @throws TRP32xx for what cannot be written, and whatever its functions throw
 */
export function printModule(input: ModuleInput): PrintedModule {
  const recording = startRecording();
  const printed = recordIn(recording, () => write(input, recording));
  checkUnused(input, printed, recording);
  return printed;
}

/**
 * What was read and does not come out may have been branched on where nobody could notice. If the module is another one without that
 * value, it was.
 */
function checkUnused(input: ModuleInput, { text }: PrintedModule, { made }: Recording): void {
  let looked = 0;
  for (let index = 0; index < made.length && looked < mostLookedAt; index++) {
    const { used, expression } = made[index]!;
    if (used) continue;
    looked++;
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

function write({ name, definitions = {}, site = {}, parts: given, toRoot }: ModuleInput, recording: Recording): PrintedModule {
  const out = startOutput({ recording, toRoot });
  // Where the function itself was written is nearer than where its service was.
  const parts = given.map((part) => ({ ...part, site: { ...part.site, ...nearer(part.value) } }));
  const bodies = parts.flatMap((part) => guarded(part.what, part.site, () => bodiesOf(part, part.value)));
  const isOne = bodies.length === 1 && Object.keys(definitions).length === 0;
  const imports =
    bodies.length === 0 ? {} : { imports: bodies.map((body) => ("reference" in body ? body.reference : moduleSet(name, body))) };
  const whole = isOne ? moduleSet(name, bodies[0]!) : { _file: name, ...imports, ...definitions };
  // Definitions are computed when they are written, so that what they throw is theirs.
  const [first = { what: name, site }] = parts;
  guarded(first.what, first.site, () => writeBody(out, whole));
  return { text: flat(header(out) + out.text), inputs: out.inputs === undefined ? none : [...out.inputs].toSorted() };
}

/** A module is never on one line. */
function writeBody(out: Output, body: Readonly<Record<string, unknown>>): void {
  writeSetLines(out, body);
  newline(out);
}

function nearer(value: unknown): Site | undefined {
  const site = typeof value === "function" && expressionOf(value) === undefined ? siteOfModule(value) : rememberedSite(value);
  return site?.file === undefined ? undefined : { file: site.file, line: site.line, column: site.column, pointer: undefined };
}

type Body = { readonly definitions: Readonly<Record<string, unknown>> } | { readonly reference: unknown } | { readonly config: unknown };

function bodiesOf(part: ModulePart, written: unknown): readonly Body[] {
  const value = whnf(written);
  if (Array.isArray(value)) return value.flatMap((each: unknown) => bodiesOf(part, each));
  if (typeof value === "function") {
    const expression = expressionOf(value);
    if (expression === undefined) return bodiesOf(part, call(value as (given: unknown) => unknown));
    return [expression.isModule === true ? { reference: value } : { config: value }];
  }
  if (value instanceof Promise) void value.catch(() => undefined);
  if (!isPlainObject(value)) return fail(noModule, { what: part.what, got: kindOf(value) }, { marks: [{ site: part.site }] });
  return [tagOf(value) === undefined ? { definitions: value } : { config: value }];
}

function moduleSet(name: string, body: Body): Readonly<Record<string, unknown>> {
  if ("definitions" in body) return { _file: name, ...body.definitions };
  return "reference" in body ? { _file: name, imports: [body.reference] } : { _file: name, config: body.config };
}

/** What a module function returns for the arguments of the file that it becomes a part of. */
function call(subject: (given: unknown) => unknown): unknown {
  const source = functionSource(subject);
  let place: Site | undefined;
  const given = formalArguments((name, where): NixValue => {
    place ??= where();
    return argument(outerArgument(name));
  });
  if (isWrong(source)) {
    attempt(() => subject(given));
    checkSource(source, place ?? siteOfModule(subject));
  }
  return subject(given);
}

const none: readonly string[] = [];

/** Engines keep texts as the parts that they were put together of, until somebody looks for something in them, and needs what is found. */
function flat(text: string): string {
  return text.indexOf("{") < 0 ? "" : text;
}

const note = "# Generated by Troupe. Changes will be lost.\n";

function header(out: Output): string {
  if (out.used.size === 0) return note;
  return `${note}${formalsText([...out.used].toSorted(), "")}\n`;
}
